import { askForeignKeys } from "./ask-foreign-keys";
import { askPartitions } from "./ask-partitions";
import { castQuestion } from "./cast-question";
import { columnAt, isNewIn, type LiveRows, liveRows, nameOfTable, shownColumn } from "./live-rows";
import { noteCasts } from "./note-casts";
import { type Questions, questions } from "./questions";
import type { Change, NewChecks } from "./row-check";
import type { RuledCheck, RuledColumn, RuledUnique } from "./row-rules";

/** What a statement newly asks of rows of tables that were there at the start. */
export function newChecks(change: Change): NewChecks {
  const known = change.added.filter((one) => !change.isFilled(one.table, one.number));
  const live = liveRows(change.start, known, change.after, change.casts);
  const cast = noteCasts(change, live);
  const asking = questions(change, live);
  askColumns(change, live, asking);
  askSyncedColumns(change, live, asking);
  askChecks(change, live, asking);
  askDomains(change, live, asking);
  askPartitions(change, live, asking);
  askForeignKeys(change, live, asking);
  askUniques(change, live, asking, cast);
  return asking.result();
}

function askColumns(change: Change, live: LiveRows, asking: Questions): void {
  const { before, after, isFilled, using } = change;
  for (const column of after.columns) {
    const { table, number, name } = column;
    const old = columnAt(before.columns, table, number);
    if (old === undefined && column.isNotNull && !column.isFilled) {
      const what = `column ${shownColumn(column)} is NOT NULL without a default, with rows there`;
      if (before.columns.some((one) => one.table === table))
        asking.ask({ kind: "column", table, what, against: () => "true" });
    } else if (old?.isNotNull === false && column.isNotNull && !isFilled(table, number)) {
      const value = live.value("t", table, number);
      const against = () => value && `${value} IS NULL`;
      asking.ask({ kind: "column", table, what: `${shownColumn(column)} becomes NOT NULL, with NULLs`, against });
    }
    if (old === undefined || (old.typeOid === column.typeOid && old.modifier === column.modifier)) continue;
    askCast(change, live, asking, {
      column,
      name: shownColumn(column),
      value: using(name) ?? live.value("t", table, number),
    });
  }
}

/** What a trigger of an expansion converts, and a fill will. */
function askSyncedColumns(change: Change, live: LiveRows, asking: Questions): void {
  for (const { table, column, next, cast } of change.synced) {
    const find = (name: string) => change.after.columns.find((one) => one.tableName === table && one.name === name);
    const [old, become] = [find(column), find(next)];
    if (old === undefined || become === undefined) continue;
    const value = live.value("t", old.table, old.number);
    askCast(change, live, asking, { column: become, name: shownColumn(old), value: value && `${value}${cast}` });
  }
}

interface Cast {
  /** With its new type. */
  readonly column: RuledColumn;
  readonly name: string;
  readonly value: string | undefined;
}

function askCast(
  { start }: Change,
  live: LiveRows,
  { ask, cannotAsk }: Questions,
  { column, name, value }: Cast,
): void {
  const { table, type, labels } = column;
  const what = `${name} becomes ${type}, with ${labels === null ? "values that it cannot hold" : "labels that it lacks"}`;
  const asked = { kind: "type", table, what } as const;
  const question = value === undefined ? undefined : castQuestion(column, value, start);
  if (question === undefined) ask({ ...asked, against: () => undefined });
  else if ("reason" in question) cannotAsk(asked, question.reason);
  else if ("condition" in question) ask({ ...asked, against: () => question.condition });
  else {
    const rows = (select: string) => `SELECT ${select} FROM ${live.from(table)} AS t`;
    ask({ ...asked, against: () => ({ rows, value: question.value }) });
  }
}

function askChecks(change: Change, live: LiveRows, { ask }: Questions): void {
  const { before, after } = change;
  for (const check of after.checks.filter(isNewIn(before.checks))) {
    if (isOfFill(check, change)) continue;
    const { table, name, numbers, expression } = check;
    const what = `check ${name} of ${nameOfTable(after, table)}, with rows that break it`;
    const value = live.expression(table, numbers, expression);
    ask({ kind: "check", table, what, against: () => value && `${value} IS FALSE` });
  }
}

/** It says that no row lacks the value of a new column, or only where another column has none either. */
function isOfFill({ table, numbers, expression }: RuledCheck, { after, isFilled }: Change): boolean {
  const names = (list: readonly number[]) => list.flatMap((one) => columnAt(after.columns, table, one)?.name ?? []);
  const others = names(numbers.filter((one) => !isFilled(table, one)));
  return names(numbers.filter((one) => isFilled(table, one))).some((name) => {
    const isThere = `(${name} IS NOT NULL)`;
    return [isThere, ...others.map((other) => `((${other} IS NULL) OR ${isThere})`)].includes(expression);
  });
}

/** PostgreSQL refuses a constraint of a domain that is part of the type of a column; one that it is the type of is read. */
function askDomains({ before, after }: Change, live: LiveRows, { ask }: Questions): void {
  for (const { domain, domainName, name, expression } of after.domainChecks.filter(isNewIn(before.domainChecks))) {
    for (const column of before.columns.filter((one) => one.domains.includes(domain))) {
      const what = `check ${name} of domain ${domainName}, with values of ${shownColumn(column)} that break it`;
      const value = live.value("t", column.table, column.number);
      // PostgreSQL prints the value as VALUE, which is a name like another one here.
      const against = () =>
        value && `(SELECT (${expression}) FROM (SELECT ${value} AS value) AS specline_value) IS FALSE`;
      ask({ kind: "domain", table: column.table, what, against });
    }
  }
}

/** @param cast columns whose type the statement changes, for which PostgreSQL builds their indexes anew */
function askUniques(
  { before, after }: Change,
  live: LiveRows,
  { ask, cannotAsk }: Questions,
  cast: readonly RuledColumn[],
): void {
  const isCast = ({ table, numbers }: RuledUnique) =>
    cast.some((one) => one.table === table && numbers.includes(one.number));
  const isNew = isNewIn(before.uniques);
  for (const one of after.uniques.filter((index) => isNew(index) || isCast(index))) {
    const which = isCast(one) ? "values that become the same" : "duplicates";
    const what = `unique index ${one.name} of ${nameOfTable(after, one.table)}, with ${which}`;
    ask({ kind: "unique", table: one.table, what, against: () => duplicates(one, live) });
  }
  for (const { table, name } of after.exclusions.filter(isNewIn(before.exclusions))) {
    const what = `constraint ${name} of ${nameOfTable(after, table)}, with rows that exclude each other`;
    cannotAsk({ kind: "unique", table, what }, "EXCLUDE and WITHOUT OVERLAPS are not asked");
  }
}

function duplicates({ table, numbers, keys, predicate, areNullsEqual }: RuledUnique, live: LiveRows) {
  const values = keys.map((key) => live.expression(table, numbers, key));
  const where = predicate === null ? "true" : live.expression(table, numbers, predicate);
  if (values.includes(undefined) || where === undefined) return undefined;
  const conditions = [where, ...(areNullsEqual ? [] : values.map((value) => `${value} IS NOT NULL`))];
  const of = `SELECT *, count(*) OVER (PARTITION BY ${values.join(", ")}) AS specline_count
      FROM ${live.from(table)} AS t WHERE ${conditions.join(" AND ")}`;
  return { rows: (select: string) => `SELECT ${select} FROM (${of}) AS t WHERE t.specline_count > 1` };
}
