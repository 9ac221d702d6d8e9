import type { Database, ForeignKey, Table } from "../model/database";
import type { ColumnLink } from "../model/link";
import { type ColumnFinder, findColumn, isUnique } from "./find-column";
import { tableByName, tablesBySegment } from "./find-table";
import { isSameThing, wordsOf } from "./names";
import type { PathStep } from "./path-shape";

export type KeyLinks =
  | { readonly keys: readonly ColumnLink[]; readonly words: readonly string[]; readonly hasOwnKey: boolean }
  | { readonly problem: string };

/** Links the path's parameters to columns: those of the parents through foreign keys, then the row's own. */
export function keyLinks(database: Database, table: Table, steps: readonly PathStep[], find: ColumnFinder): KeyLinks {
  const keys: ColumnLink[] = [];
  const words: string[] = [];
  for (const step of steps.slice(0, -1)) {
    if (step.parameters.length === 0) continue;
    const found = parentColumns(database, table, step, find);
    if ("problem" in found) return found;
    keys.push(...found.keys);
    words.push(found.words);
  }
  const own = steps.at(-1)?.parameters ?? [];
  if (own.length === 0) return { keys, words, hasOwnKey: isUnique(table, columnsOf(keys)) };
  const ownKeys = ownColumns(table, own, columnsOf(keys), find);
  if (ownKeys === undefined) {
    const names = own.map((one) => `\`{${one}}\``).join(" and ");
    const verb = own.length === 1 ? "names" : "name";
    return { problem: `${names} ${verb} no unique column${own.length === 1 ? "" : "s"} of \`${table.name}\`` };
  }
  return { keys: [...keys, ...ownKeys], words, hasOwnKey: true };
}

function columnsOf(keys: readonly ColumnLink[]): readonly string[] {
  return keys.map((one) => one.column);
}

/** The columns that select one row, alone or with those of the parents. */
function ownColumns(
  table: Table,
  parameters: readonly string[],
  parents: readonly string[],
  find: ColumnFinder,
): readonly ColumnLink[] | undefined {
  const [parameter] = parameters;
  if (parameter !== undefined && parameters.length === 1) {
    const column = ownColumn(table, parameter, parents, find);
    return column === undefined ? undefined : [{ property: parameter, column }];
  }
  const links = parameters.map((property) => {
    const column = find(property)?.name ?? behindTable(table, property)[0];
    return { property, column: column ?? "" };
  });
  return isUnique(table, [...parents, ...columnsOf(links)]) ? links : undefined;
}

/**
 * The column that a path parameter selects a row by, alone or with those of the parents: `{sku}` → `sku`, `{orderId}` or
 * `{id}` → the key, `{lineNo}` → `line_no` of a key of two columns.
 */
function ownColumn(
  table: Table,
  parameter: string,
  parents: readonly string[],
  find: ColumnFinder,
): string | undefined {
  const named = find(parameter);
  const candidates = [...(named === undefined ? [] : [named.name]), ...behindTable(table, parameter)];
  const unique = candidates.find((column) => isUnique(table, [...parents, column]));
  if (unique !== undefined) return unique;
  const [key, ...more] = table.primaryKey;
  return more.length === 0 && ["id", "key", "uuid"].includes(wordsOf(parameter).at(-1) ?? "") ? key : undefined;
}

/** `{orderNumber}` of orders → `number`. */
function behindTable(table: Table, parameter: string): readonly string[] {
  const words = wordsOf(parameter);
  const found: string[] = [];
  for (let length = words.length - 1; length > 0; length--) {
    if (!isSameThing(words.slice(0, length), wordsOf(table.name).slice(-length))) continue;
    const column = findColumn(table, words.slice(length).join("_"));
    if (column !== undefined) found.push(column.name);
  }
  return found;
}

type ParentColumns = { readonly keys: readonly ColumnLink[]; readonly words: string } | { readonly problem: string };

function parentColumns(database: Database, table: Table, step: PathStep, find: ColumnFinder): ParentColumns {
  const { parameters } = step;
  const parents = tablesBySegment(database, step.name, undefined);
  const toParent = table.foreignKeys.filter((one) => {
    return one.columns.length === parameters.length && parents.includes(targetOf(database, one) as Table);
  });
  const [parameter] = parameters;
  const key =
    parameters.length === 1 && parameter !== undefined
      ? (toParent.find((one) => find(parameter)?.name === one.columns[0]) ??
        (toParent.length === 1 ? toParent[0] : undefined))
      : toParent.find((one) => byForeignKey(database, one, parameters, find) !== undefined);
  const keys = key && byForeignKey(database, key, parameters, find);
  const names = parameters.map((one) => `\`{${one}}\``).join(" and ");
  const verb = parameters.length === 1 ? "selects" : "select";
  if (key !== undefined && keys !== undefined) {
    const columns = key.columns.map((one) => `\`${one}\``).join(" and ");
    return { keys, words: `${names} ${verb} by its foreign key ${columns} to \`${key.table}\`` };
  }
  // `/orders/{orderId}/cancel` with a hint: the collection in the path is the table itself.
  const own = parents.includes(table) && toParent.length === 0 ? ownColumns(table, parameters, [], find) : undefined;
  if (own !== undefined) return { keys: own, words: `${names} ${verb} its row` };
  const named = parameters.flatMap((property) => {
    const column = find(property)?.name;
    return column === undefined ? [] : [{ property, column }];
  });
  if (named.length < parameters.length) {
    const what = toParent.length > 1 ? "several foreign keys" : "no foreign key";
    return { problem: `\`${table.name}\` has ${what} for ${names} of \`${step.name}\`` };
  }
  const columns = named.map(({ column }) => `\`${column}\``).join(" and ");
  return { keys: named, words: `${names} ${verb} by its column${named.length === 1 ? "" : "s"} ${columns}` };
}

/** Each parameter with a column of the key: the only one, the one that it names here, or the one whose target it names. */
function byForeignKey(
  database: Database,
  key: ForeignKey,
  parameters: readonly string[],
  find: ColumnFinder,
): readonly ColumnLink[] | undefined {
  const [column] = key.columns;
  const [parameter] = parameters;
  if (column !== undefined && parameter !== undefined && key.columns.length === 1) {
    return [{ property: parameter, column }];
  }
  const target = targetOf(database, key);
  const targets = key.targetColumns.length > 0 ? key.targetColumns : (target?.primaryKey ?? []);
  const links = parameters.map((property) => {
    const here = find(property)?.name;
    if (here !== undefined && key.columns.includes(here)) return { property, column: here };
    const there = target && findColumn(target, property)?.name;
    return { property, column: there === undefined ? undefined : key.columns[targets.indexOf(there)] };
  });
  const found = links.flatMap((one) => (one.column === undefined ? [] : [{ ...one, column: one.column }]));
  return new Set(columnsOf(found)).size === key.columns.length ? found : undefined;
}

function targetOf(database: Database, key: ForeignKey): Table | undefined {
  return tableByName(database, `${key.schema}.${key.table}`);
}
