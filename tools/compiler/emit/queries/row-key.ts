import type { Table } from "../../model/database";

/** Columns that tell the rows of a table apart: its primary key, else a unique key that is never null; empty: none. */
export function rowKey(table: Table): readonly string[] {
  if (table.primaryKey.length > 0) return table.primaryKey;
  const isFilled = (name: string) => table.columns.some((column) => column.name === name && !column.nullable);
  const unique = [
    ...table.uniqueKeys,
    ...table.indexes.filter((one) => one.unique && one.predicate === undefined).map((one) => one.keys),
  ];
  return unique.find((key) => key.length > 0 && key.every(isFilled)) ?? [];
}
