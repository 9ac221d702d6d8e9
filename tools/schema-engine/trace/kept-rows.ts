import type { Client } from "pg";
import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";

/** Table → its number of rows and a sum over the columns that are the same on both sides of a plan. */
export type RowSums = ReadonlyMap<string, string>;

/** Columns of these tables that are there before and after with the same type; generated ones follow from others. */
export function keptColumns(
  tables: readonly string[],
  before: CatalogSnapshot,
  after: CatalogSnapshot,
): ReadonlyMap<string, readonly string[]> {
  const columns = (snapshot: CatalogSnapshot) =>
    new Map(snapshot.objects.filter((one) => one.kind === "column").map((one) => [one.name, one.facts]));
  const [from, to] = [columns(before), columns(after)];
  const kept = (table: string) =>
    [...from].flatMap(([name, facts]) => {
      const column = name.startsWith(`${table}.`) ? name.slice(table.length + 1) : "";
      const other = to.get(name);
      const isSame =
        other !== undefined && other.type === facts.type && !("generated" in facts || "generated" in other);
      return isSame && /^(?:"(?:[^"]|"")*"|[^".]+)$/.test(column) ? [column] : [];
    });
  return new Map(tables.map((table) => [table, kept(table)] as const).filter(([, names]) => names.length > 0));
}

export async function sumRows(client: Client, columns: ReadonlyMap<string, readonly string[]>): Promise<RowSums> {
  const sums = new Map<string, string>();
  for (const [table, names] of columns) {
    const { rows } = await client.query<{ sum: string }>(
      `SELECT concat(count(*), ' rows ', sum(hashtextextended(ROW(${names.join(", ")})::text, 0))) AS sum FROM ONLY ${table}`,
    );
    sums.set(table, rows[0]?.sum ?? "");
  }
  return sums;
}
