import type { SqlStatement } from "../sql/sql-statement";
import { changedTables, isGiven, ownFill } from "./changed-tables";
import { shownColumn } from "./live-rows";
import type { RowRules, RuledColumn } from "./row-rules";

export interface RowChanges {
  readonly isChanged: (table: number) => boolean;
  readonly isProved: (table: number) => boolean;
  /** Whether a fill of an online form has written a column that is new: it goes on until no row lacks a value. */
  readonly isFilled: (table: number, number: number) => boolean;
  /** What a statement that has run did to rows. */
  readonly note: (statement: SqlStatement, after: RowRules) => void;
}

/** Remembers whose rows statements have changed, and which new tables have others on the live database than on a shadow. */
export function rowChanges(start: RowRules): RowChanges {
  const changed = new Set<number>();
  const unproved = new Set<number>();
  const filled = new Set<string>();
  const key = (table: number, number: number) => `${table} ${number}`;
  const isNew = (table: number) => !start.columns.some((one) => one.table === table);
  return {
    isChanged: (table) => changed.has(table),
    isProved: (table) => !unproved.has(table),
    isFilled: (table, number) => filled.has(key(table, number)),
    note: (statement, { columns }) => {
      const own = columns.filter((one) => ownFill(statement)?.includes(shownColumn(one)));
      for (const one of own) filled.add(key(one.table, one.number));
      const names = changedTables(statement);
      const named = columns.filter((one) => names === "all" || names.includes(one.tableName));
      for (const table of [...new Set(named.map((one) => one.table))].flatMap((one) => family(columns, one))) {
        changed.add(table);
        if (isNew(table) && !isGiven(statement)) unproved.add(table);
      }
    },
  };
}

/** Rows of a table are rows of its partitions, and of what it is a partition of. */
function family(columns: readonly RuledColumn[], table: number): readonly number[] {
  const above = (one: number): readonly number[] =>
    [...new Set(columns.filter((of) => of.table === one).flatMap((of) => of.parents))].flatMap((up) => [
      up,
      ...above(up),
    ]);
  const below = (one: number): readonly number[] =>
    [...new Set(columns.filter((of) => of.parents.includes(one)).map((of) => of.table))].flatMap((down) => [
      down,
      ...below(down),
    ]);
  return [table, ...above(table), ...below(table)];
}
