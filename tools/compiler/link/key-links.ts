import type { Database, ForeignKey, Table } from "../model/database";
import type { ColumnLink } from "../model/link";
import { findColumn, isUnique } from "./find-column";
import { tableByName, tablesBySegment } from "./find-table";
import { isSameThing, wordsOf } from "./names";
import type { PathStep } from "./path-shape";

export type KeyLinks =
  | { readonly keys: readonly ColumnLink[]; readonly words: readonly string[]; readonly hasOwnKey: boolean }
  | { readonly problem: string };

/** Links the path's parameters to columns: those of the parents through foreign keys, then the row's own. */
export function keyLinks(database: Database, table: Table, steps: readonly PathStep[]): KeyLinks {
  const keys: ColumnLink[] = [];
  const words: string[] = [];
  for (const step of steps.slice(0, -1)) {
    if (step.parameter === undefined) continue;
    const found = parentColumn(database, table, step, step.parameter);
    if ("problem" in found) return found;
    keys.push({ property: step.parameter, column: found.column });
    words.push(found.words);
  }
  const own = steps.at(-1)?.parameter;
  if (own === undefined) return { keys, words, hasOwnKey: isUnique(table, columnsOf(keys)) };
  const column = ownColumn(table, own, columnsOf(keys));
  if (column === undefined) return { problem: `\`{${own}}\` names no unique column of \`${table.name}\`` };
  return { keys: [...keys, { property: own, column }], words, hasOwnKey: true };
}

function columnsOf(keys: readonly ColumnLink[]): readonly string[] {
  return keys.map((one) => one.column);
}

/**
 * The column that a path parameter selects a row by, alone or with those of the parents: `{sku}` → `sku`, `{orderId}` or
 * `{id}` → the key, `{lineNo}` → `line_no` of a key of two columns.
 */
function ownColumn(table: Table, parameter: string, parents: readonly string[]): string | undefined {
  const named = findColumn(table, parameter);
  if (named !== undefined && isUnique(table, [...parents, named.name])) return named.name;
  const words = wordsOf(parameter);
  for (let length = words.length - 1; length > 0; length--) {
    const rest = words.slice(length).join("_");
    const column = isSameThing(words.slice(0, length), wordsOf(table.name).slice(-length)) && findColumn(table, rest);
    if (column && isUnique(table, [...parents, column.name])) return column.name;
  }
  const [key, ...more] = table.primaryKey;
  return more.length === 0 && ["id", "key", "uuid"].includes(words.at(-1) ?? "") ? key : undefined;
}

function parentColumn(
  database: Database,
  table: Table,
  step: PathStep,
  parameter: string,
): { readonly column: string; readonly words: string } | { readonly problem: string } {
  const parents = tablesBySegment(database, step.name, undefined);
  const single = table.foreignKeys.filter((one) => one.columns.length === 1);
  const toParent = single.filter((one) => parents.includes(targetOf(database, one) as Table));
  const byParameter = toParent.find((one) => findColumn(table, parameter)?.name === one.columns[0]);
  const key = byParameter ?? (toParent.length === 1 ? toParent[0] : undefined);
  const column = key?.columns[0];
  if (key !== undefined && column !== undefined) {
    return { column, words: `\`{${parameter}}\` selects by its foreign key \`${column}\` to \`${key.table}\`` };
  }
  const named = findColumn(table, parameter);
  if (named === undefined) {
    const what = toParent.length > 1 ? "several foreign keys" : "no foreign key";
    return { problem: `\`${table.name}\` has ${what} for \`{${parameter}}\` of \`${step.name}\`` };
  }
  return { column: named.name, words: `\`{${parameter}}\` selects by its column \`${named.name}\`` };
}

function targetOf(database: Database, key: ForeignKey): Table | undefined {
  return tableByName(database, `${key.schema}.${key.table}`);
}
