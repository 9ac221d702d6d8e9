import type { Client } from "pg";
import type { ColumnChange } from "./column-change";
import { readColumnParts } from "./read-column-parts";

/** Changes that need one swap: of one table, of tables whose keys refer to each other's columns, of one enum. */
export async function groupChanges(
  client: Client,
  changes: readonly ColumnChange[],
  major: number,
): Promise<readonly (readonly ColumnChange[])[]> {
  const { constraints } = await readColumnParts(client, changes, major);
  const links = [
    ...constraints.flatMap(({ kind, table, referenced }) =>
      kind === "f" && referenced !== null ? [[table, referenced]] : [],
    ),
    ...changes.flatMap((one) => (one.enum === undefined ? [] : [[one.table, `enum ${one.enum.name}`]])),
  ];
  const groups: Set<string>[] = [];
  for (const link of [...changes.map((one) => [one.table]), ...links]) {
    const touched = groups.filter((group) => link.some((name) => group.has(name)));
    for (const group of touched) groups.splice(groups.indexOf(group), 1);
    groups.push(new Set([...touched.flatMap((group) => [...group]), ...link]));
  }
  return groups.map((group) => changes.filter((one) => group.has(one.table))).filter((group) => group.length > 0);
}
