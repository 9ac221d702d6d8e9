import { castKey } from "./cast-key";
import type { RowRules, RuledColumn } from "./row-rules";

export interface LiveRows {
  /** `undefined`: a table that was not there at the start. */
  readonly tableOf: (table: number) => RuledColumn | undefined;
  /** SQL for FROM: the rows that a rule of the table is about. */
  readonly from: (table: number) => string;
  /** SQL of the value of a column in a row of the live table; `undefined` where it cannot be known. */
  readonly value: (alias: string, table: number, number: number) => string | undefined;
  /** SQL of an expression, as PostgreSQL prints it, of a row `t` of the live table. */
  readonly expression: (table: number, numbers: readonly number[], sql: string) => string | undefined;
}

/**
 * Rows of a live database under the names and with the columns that statements since have given their tables. A column that came meanwhile has
 * in all rows that were there what PostgreSQL stores for them, or NULL; where it was filled row by row, nobody knows.
 *
 * @param start where all of it begins: these are the names that the live database has
 * @param added columns that came since, as they were then
 * @param now names that expressions are written in
 * @param casts what values have become since, by table and number
 */
export function liveRows(
  start: RowRules,
  added: readonly RuledColumn[],
  now: RowRules,
  casts: ReadonlyMap<string, string | undefined>,
): LiveRows {
  const tables = new Map(start.columns.map((one) => [one.table, one]));
  const tableOf = (table: number) => tables.get(table);
  const value = (alias: string, table: number, number: number) => {
    const there = columnAt(start.columns, table, number);
    if (there !== undefined) return `${alias}.${there.name}`;
    const column = columnAt(added, table, number);
    if (column === undefined) return undefined;
    return column.missing ?? (column.isFilled ? undefined : `NULL::${column.type}`);
  };
  return {
    tableOf,
    from: (table) => `${tableOf(table)?.isPartitioned ? "" : "ONLY "}${tableOf(table)?.tableName}`,
    value,
    expression: (table, numbers, sql) => {
      const become = (one: number) => {
        const key = castKey(table, one);
        return casts.has(key) ? casts.get(key) : value("t", table, one);
      };
      const names = numbers.map((one) => [become(one), columnAt(now.columns, table, one)?.name] as const);
      if (names.some((pair) => pair.includes(undefined))) return undefined;
      if (names.every(([of, name]) => of === `t.${name}`)) return `(${sql})`;
      // Names of the innermost FROM come first.
      return `(SELECT (${sql}) FROM (SELECT ${names.map(([of, name]) => `${of} AS ${name}`).join(", ")}) AS specline_now)`;
    },
  };
}

export function columnAt(columns: readonly RuledColumn[], table: number, number: number): RuledColumn | undefined {
  return columns.find((one) => one.table === table && one.number === number);
}

export function isNewIn(list: readonly { readonly oid: number }[]): (one: { readonly oid: number }) => boolean {
  const known = new Set(list.map((one) => one.oid));
  return ({ oid }) => !known.has(oid);
}

export function nameOfTable({ columns }: RowRules, table: number): string {
  return columns.find((one) => one.table === table)?.tableName ?? "";
}

export function shownColumn({ tableName: table, name }: RuledColumn): string {
  return `${table}.${name}`;
}
