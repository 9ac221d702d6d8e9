import { castKey } from "./cast-key";
import { knownType, withoutCast } from "./cast-question";
import { columnAt, type LiveRows } from "./live-rows";
import type { Change } from "./row-check";
import type { RuledColumn } from "./row-rules";

/**
 * Remembers what the values of columns become whose type a statement changes: indexes and checks are about those.
 * @returns the columns of this statement
 */
export function noteCasts({ start, before, after, using, casts }: Change, live: LiveRows): readonly RuledColumn[] {
  const changed = after.columns.filter((column) => {
    const old = columnAt(before.columns, column.table, column.number);
    return old !== undefined && (old.typeOid !== column.typeOid || old.modifier !== column.modifier);
  });
  const made = changed.map((column) => {
    const { table, number, name } = column;
    const value = using(name) ?? casts.get(castKey(table, number)) ?? live.value("t", table, number);
    return [castKey(table, number), value === undefined ? undefined : becomes(column, value, start)] as const;
  });
  for (const [key, value] of made) casts.set(key, value);
  return changed;
}

/** Labels are compared as texts: the live database may have another enum of that name. */
function becomes(column: RuledColumn, value: string, start: Change["start"]): string | undefined {
  if (column.labels !== null) return `(${withoutCast(value)})::text${column.isArray ? "[]" : ""}`;
  const type = knownType(column, start);
  return type === undefined ? undefined : `(${value})::${type}`;
}
