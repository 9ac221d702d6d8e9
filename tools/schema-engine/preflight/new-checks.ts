import type { SyncedColumn } from "../expand/synced-columns";
import { castQuestion } from "./cast-question";
import type { RowRules, RuledColumn } from "./row-rules";

/** A question to the rows that are there. */
export interface RowCheck {
  readonly table: string;
  /** For people: what the statement does, and what stands against it. */
  readonly what: string;
  /** The rows against it, where `t` is one. */
  readonly rows: (select: string) => string;
  /** Instead: an expression of each row that must not fail. */
  readonly value?: string;
}

export interface NewChecks {
  readonly checks: readonly RowCheck[];
  /** What cannot be asked before other statements have run. */
  readonly unchecked: readonly string[];
}

export interface Change {
  /** Where all of it begins: these are the names that the live database has. */
  readonly start: RowRules;
  readonly before: RowRules;
  readonly after: RowRules;
  /** Whether statements before have changed rows of a table. */
  readonly isChanged: (table: number) => boolean;
  /** `USING` of a change of type, by the column's name. */
  readonly using: (column: string) => string | undefined;
  /** Columns that triggers fill from others from now on, and whose rows a fill will touch later. */
  readonly synced: readonly SyncedColumn[];
}

/** What a statement newly asks of rows of tables that were there at the start. */
export function newChecks({ start, before, after, isChanged, using, synced }: Change): NewChecks {
  const found: (RowCheck & { readonly oid: number; readonly parents: readonly number[] })[] = [];
  const unchecked: string[] = [];
  const columnAt = (rules: RowRules, table: number, number: number) =>
    rules.columns.find((one) => one.table === table && one.number === number);
  const live = (table: number) => start.columns.find((one) => one.table === table);
  const liveNames = (table: number, numbers: readonly number[]) => {
    const names = numbers.filter((one) => one > 0).map((one) => columnAt(start, table, one)?.name);
    return names.every((one) => one !== undefined) ? (names as readonly string[]) : undefined;
  };
  const add = (tables: readonly number[], what: string, make: () => Pick<RowCheck, "rows" | "value"> | undefined) => {
    const of = live(tables[0] ?? 0);
    if (of === undefined || tables.some((one) => live(one) === undefined)) return;
    if (tables.some(isChanged)) {
      unchecked.push(`${what}: statements before it change rows`);
      return;
    }
    const made = make();
    if (made !== undefined) found.push({ table: of.tableName, what, ...made, oid: of.table, parents: of.parents });
  };
  const where = (table: number, condition: string) => ({
    rows: (select: string) => `SELECT ${select} FROM ${live(table)?.tableName} AS t WHERE ${condition}`,
  });
  const isRenamed = (table: number, numbers: readonly number[]) =>
    numbers.some((one) => one > 0 && columnAt(start, table, one)?.name !== columnAt(after, table, one)?.name);

  const addCast = (column: RuledColumn, name: string, value: string) => {
    const against = column.labels === null ? "values that it cannot hold" : "labels that it lacks";
    const what = `${name} becomes ${column.type}, with ${against}`;
    add([column.table], what, () => {
      const question = castQuestion(column, value, start);
      if ("condition" in question) return where(column.table, question.condition);
      if ("value" in question) return { ...where(column.table, "true"), value: question.value };
      unchecked.push(`${what}: ${question.reason}`);
      return undefined;
    });
  };

  for (const column of after.columns) {
    const { table, number, name } = column;
    const old = columnAt(before, table, number);
    const first = columnAt(start, table, number);
    if (old === undefined && column.isNotNull && !column.isFilled) {
      add([table], `column ${shown(column)} is NOT NULL without a default, with rows there`, () =>
        where(table, "true"),
      );
    } else if (first !== undefined && old?.isNotNull === false && column.isNotNull) {
      add([table], `${shown(column)} becomes NOT NULL, with NULLs`, () => where(table, `t.${first.name} IS NULL`));
    }
    const isOther = old?.typeOid !== column.typeOid || old.modifier !== column.modifier;
    if (first !== undefined && old !== undefined && isOther)
      addCast(column, shown(column), using(name) ?? `t.${first.name}`);
  }
  for (const { table, column, next, value } of synced) {
    const [old, become] = [start, after].map(({ columns }, index) =>
      columns.find((one) => one.tableName === table && one.name === [column, next][index]),
    );
    if (old !== undefined && become !== undefined) addCast(become, shown(old), value);
  }
  const isNew = (list: readonly { readonly oid: number }[], oid: number) => !list.some((one) => one.oid === oid);
  for (const { oid, table, name, numbers, expression } of after.checks) {
    if (!isNew(before.checks, oid) || liveNames(table, numbers) === undefined) continue;
    const what = `check ${name} of ${live(table)?.tableName}, with rows that break it`;
    if (isRenamed(table, numbers)) unchecked.push(`${what}: its columns are renamed before it`);
    else add([table], what, () => where(table, `(${expression}) IS FALSE`));
  }
  for (const one of after.foreignKeys.filter(({ oid }) => isNew(before.foreignKeys, oid))) {
    const own = liveNames(one.table, one.numbers);
    const others = liveNames(one.referenced, one.referencedNumbers);
    if (own === undefined || others === undefined) continue;
    const what = `foreign key ${one.name} of ${live(one.table)?.tableName}, with rows that refer to none`;
    const pairs = own.map((name, index) => `r.${others[index]} = t.${name}`).join(" AND ");
    const filled = own.map((name) => `t.${name} IS NOT NULL`).join(" AND ");
    const empty = own.map((name) => `t.${name} IS NULL`).join(" AND ");
    const missing = `NOT EXISTS (SELECT FROM ${live(one.referenced)?.tableName} AS r WHERE ${pairs})`;
    const condition = one.isFull ? `NOT (${empty}) AND ${missing}` : `${filled} AND ${missing}`;
    add([one.table, one.referenced], what, () => where(one.table, condition));
  }
  for (const { oid, table, name, numbers, keys, predicate, areNullsEqual } of after.uniques) {
    if (!isNew(before.uniques, oid) || liveNames(table, numbers) === undefined) continue;
    const what = `unique index ${name} of ${live(table)?.tableName}, with duplicates`;
    const conditions = [
      ...(predicate === null ? [] : [`(${predicate})`]),
      ...(areNullsEqual ? [] : keys.map((key) => `(${key}) IS NOT NULL`)),
    ];
    const of = `SELECT *, count(*) OVER (PARTITION BY ${keys.map((key) => `(${key})`).join(", ")}) AS specline_count
      FROM ${live(table)?.tableName} AS t WHERE ${conditions.join(" AND ") || "true"}`;
    if (isRenamed(table, numbers)) unchecked.push(`${what}: its columns are renamed before it`);
    else
      add([table], what, () => ({ rows: (select) => `SELECT ${select} FROM (${of}) AS t WHERE t.specline_count > 1` }));
  }
  const asked = new Set(found.map((one) => one.oid));
  // Rows of partitions are rows of their parent.
  const checks = found.filter((one) => !one.parents.some((parent) => asked.has(parent)));
  return { checks, unchecked };
}

function shown({ tableName, name }: RuledColumn): string {
  return `${tableName}.${name}`;
}
