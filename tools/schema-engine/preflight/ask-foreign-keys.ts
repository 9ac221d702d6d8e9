import { isNewIn, type LiveRows, nameOfTable } from "./live-rows";
import type { Questions } from "./questions";
import type { Change } from "./row-check";
import type { RowRules, RuledForeignKey } from "./row-rules";

export function askForeignKeys(change: Change, live: LiveRows, { ask, cannotAsk }: Questions): void {
  for (const key of change.after.foreignKeys.filter(isNewIn(change.before.foreignKeys))) {
    const { table, referenced } = key;
    const what = `foreign key ${key.name} of ${nameOfTable(change.after, table)}, with rows that refer to none`;
    if (key.hasPeriod) cannotAsk({ kind: "foreign key", table, what }, "keys with a PERIOD are not asked");
    else if (isMoved(change, referenced))
      cannotAsk({ kind: "foreign key", table, what }, "statements before it move partitions of the other table");
    else ask({ kind: "foreign key", table, others: [referenced], what, against: () => orphans(key, live) });
  }
}

/** Rows came to a table, or left it, as a partition. */
function isMoved({ start, before }: Change, table: number): boolean {
  const filled = new Set(start.columns.map((one) => one.table));
  const partsIn = ({ columns }: RowRules, of: number): readonly number[] =>
    [...new Set(columns.filter((one) => one.parents.includes(of)).map((one) => one.table))].flatMap((one) => [
      one,
      ...partsIn({ columns } as RowRules, one),
    ]);
  const liveParts = (rules: RowRules) =>
    partsIn(rules, table)
      .filter((one) => filled.has(one))
      .sort()
      .join();
  return liveParts(start) !== liveParts(before);
}

function orphans({ table, numbers, referenced, referencedNumbers, isFull }: RuledForeignKey, live: LiveRows) {
  const own = numbers.map((one) => live.value("t", table, one));
  const filled = own.map((value) => `${value} IS NOT NULL`).join(" AND ");
  const empty = own.map((value) => `${value} IS NULL`).join(" AND ");
  const some = isFull ? `NOT (${empty})` : filled;
  if (own.includes(undefined)) return undefined;
  // A table that has just been made has no row yet.
  if (live.tableOf(referenced) === undefined) return some;
  const others = referencedNumbers.map((one) => live.value("r", referenced, one));
  if (others.includes(undefined)) return undefined;
  const pairs = own.map((value, index) => `${others[index]} = ${value}`).join(" AND ");
  return `${some} AND NOT EXISTS (SELECT FROM ${live.from(referenced)} AS r WHERE ${pairs})`;
}
