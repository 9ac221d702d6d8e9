import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { Aside } from "./aside";

/**
 * A table leaves its publications and comes into them again as it was. In one transaction: what is decoded before it sees the old list, what is decoded after
 * it the new one, and a subscriber keeps its copy of the table.
 *
 * @param tables SQL names with schema
 */
export function asidePublications(
  tables: readonly string[],
  from: CatalogSnapshot,
  to: CatalogSnapshot,
): readonly Aside[] {
  const after = new Map(published(to));
  return published(from).flatMap(([name, entries]) =>
    entries.flatMap((entry) => {
      const { table, columns, filter } = readEntry(entry);
      if (
        (filter === undefined && columns === undefined) ||
        !tables.includes(table) ||
        !after.get(name)?.includes(entry)
      )
        return [];
      const listed = columns === undefined ? "" : ` ${columns}`;
      const filtered = filter === undefined ? "" : ` WHERE (${filter})`;
      return [
        {
          removal: `ALTER PUBLICATION ${name} DROP TABLE ONLY ${table}`,
          addition: [`ALTER PUBLICATION ${name} ADD TABLE ONLY ${table}${listed}${filtered}`],
        },
      ];
    }),
  );
}

function published({ objects }: CatalogSnapshot): readonly (readonly [string, readonly string[]])[] {
  return objects.flatMap(({ kind, name, facts }) =>
    kind === "publication" && Array.isArray(facts.tables) ? [[name, facts.tables.map(String)]] : [],
  );
}

/** As the snapshot writes it: `public.t (a, b) (a > 5)`, the table, its list of columns and its filter. No filter is a name in parentheses. */
function readEntry(entry: string) {
  const name = String.raw`(?:"(?:[^"]|"")*"|[^\s".(),]+)`;
  const pattern = new RegExp(`^(${name}\\.${name})(?: (\\(${name}(?:, ${name})*\\)))?(?: ([\\s\\S]+))?$`);
  const [, table = "", columns, filter] = pattern.exec(entry) ?? [];
  return { table, columns, filter };
}
