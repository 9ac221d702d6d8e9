import type { Column, Table } from "../model/database";
import type { TableHint } from "../model/operation";
import { isSameThing, wordsOf } from "./names";

/** The column that a property or parameter of an operation means. */
export type ColumnFinder = (property: string) => Column | undefined;

/** What `x-specline: {columns}` says, else the column of the same words. */
export function columnFinder(table: Table, hint: TableHint | undefined): ColumnFinder {
  const named = new Map(hint?.columns?.map(({ property, column }) => [property, column]));
  return (property) => {
    const column = named.get(property);
    return column === undefined ? findColumn(table, property) : table.columns.find((one) => one.name === column);
  };
}

/** The column that a JSON property names: the same words in whatever case, such as `postalCode` and `postal_code`. */
export function findColumn(table: Table, property: string): Column | undefined {
  const exact = table.columns.find((one) => one.name === property);
  if (exact !== undefined) return exact;
  const plain = plainName(property);
  const same = table.columns.filter((one) => plainName(one.name) === plain);
  if (same.length === 1) return same[0];
  // `id` of a table whose key is called after it, such as `customer_id` of customers.
  return plain === "id" ? ownKey(table) : undefined;
}

/** The column of a key of one column, `id` or one that is named after the table. */
function ownKey(table: Table): Column | undefined {
  const [key, ...more] = table.primaryKey;
  if (key === undefined || more.length > 0) return undefined;
  const words = wordsOf(key);
  const isNamedAfterTable = words.at(-1) === "id" && isSameThing(words.slice(0, -1), wordsOf(table.name));
  return isNamedAfterTable ? table.columns.find((one) => one.name === key) : undefined;
}

/** Whether at most one row has given values in the columns together. */
export function isUnique(table: Table, columns: readonly string[]): boolean {
  const keys = [
    table.primaryKey,
    ...table.uniqueKeys,
    ...table.indexes.filter((one) => one.unique && one.predicate === undefined).map((one) => one.keys),
  ];
  return keys.some((key) => key.length > 0 && key.every((column) => columns.includes(column)));
}

function plainName(name: string): string {
  return wordsOf(name).join("");
}
