import type { Table } from "../../model/database";
import { knownType } from "./column-kind";
import type { QueryPlan } from "./query-plan";

/**
 * Column, and constraint whose name does not tell its column → where the values stand in the request. PostgreSQL names
 * columns in most of its errors; of a check it names the constraint alone.
 */
export function fieldsOf(plan: QueryPlan): ReadonlyMap<string, readonly string[]> {
  const columns = new Map([
    ...plan.keys.map(({ property, column }) => [column, `path.${property}`] as const),
    ...plan.writes.map(({ property, column }) => [column.name, `body.${property}`] as const),
  ]);
  const result = new Map<string, readonly string[]>([...columns].map(([column, field]) => [column, [field]]));
  const add = (name: string, names: readonly string[]) => {
    const fields = names.flatMap((one) => columns.get(one) ?? []);
    if (fields.length > 0 && !result.has(name)) result.set(name, fields);
  };
  for (const { name, expression } of plan.table.checks) {
    const named = columnsIn(expression, plan.table);
    // The names that PostgreSQL gives: `orders_total_check` of one column, `orders_check` of several.
    const isTold = named.length === 1 && (name === undefined || name.endsWith(`_${named[0]}_check`));
    if (!isTold) add(name ?? `${plan.table.name}_check`, named);
  }
  for (const { column } of plan.writes) {
    for (const domain of knownType(column.type, plan.database).domains) {
      const of = plan.writes.filter((one) => one.column.type.name === column.type.name).map((one) => one.column.name);
      for (const check of domain.checks) add(check.name ?? `${domain.name}_check`, of);
    }
  }
  return result;
}

/** Columns that an expression in canonical SQL text names. */
function columnsIn(expression: string, table: Table): readonly string[] {
  const words = expression.replace(/'(?:[^']|'')*'/g, "''").match(/"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*/gu) ?? [];
  const names = new Set(words.map((word) => (word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word)));
  return table.columns.flatMap(({ name }) => (names.has(name) ? [name] : []));
}
