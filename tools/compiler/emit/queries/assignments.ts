import type { Column } from "../../model/database";
import { type Code, code, member } from "../text";
import { columnOf, type QueryPlan } from "./query-plan";
import { sqlName } from "./sql-name";

/** A column, the SQL that it gets, and the values of the parameters in that. */
export interface Assignment {
  readonly column: string;
  readonly value: string;
  readonly values: readonly Code[];
  /** Where the values stand in the request, such as `body.email`. */
  readonly field: string;
}

/** What a body writes. A property that is left out: the default when a row is made or replaced, nothing when it is patched. */
export function assignments(plan: QueryPlan, firstParameter: number): readonly Assignment[] {
  let next = firstParameter;
  const parameter = () => `$${next++}`;
  return plan.writes.map(({ property, column: name, isRequired }) => {
    const column = columnOf(plan.table, name);
    if (column === undefined) throw new Error(`${plan.table.name} has no column ${name}`);
    const given = bodyValue(property, column);
    const present = code`body${member(property)} !== undefined`;
    const target = sqlName(name);
    const field = `body.${property}`;
    const otherwise = plan.link.action === "patch" ? target : (column.default ?? "NULL");
    const isPlain = plan.link.action !== "patch" && (isRequired || column.default === undefined);
    if (isPlain) return { column: target, value: parameter(), values: [given], field };
    if (!column.nullable) {
      return {
        column: target,
        value: `coalesce(${parameter()}::${sqlType(column)}, ${otherwise})`,
        values: [given],
        field,
      };
    }
    const value = `CASE WHEN ${parameter()}::boolean THEN ${parameter()}::${sqlType(column)} ELSE ${otherwise} END`;
    return { column: target, value, values: [present, given], field };
  });
}

/** `pg` would write a JavaScript array as a PostgreSQL array. */
function bodyValue(property: string, column: Column): Code {
  const value = code`body${member(property)}`;
  const isJson = column.type.arrayDimensions === 0 && /^jsonb?$/.test(column.type.name);
  return isJson ? code`JSON.stringify(${value})` : value;
}

function sqlType({ type }: Column): string {
  return sqlName(type.name) + "[]".repeat(type.arrayDimensions);
}
