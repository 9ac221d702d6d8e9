import type { Column } from "../../model/database";
import type { Imports } from "../imports";
import { type Code, code, member, stringLiteral } from "../text";
import { defaultOf, isNullable, knownType } from "./column-kind";
import type { QueryPlan, WriteColumn } from "./query-plan";
import { sqlName, sqlType } from "./sql-name";

/** A column, the SQL that it gets, and the values of the parameters in that. */
export interface Assignment {
  readonly column: string;
  readonly value: string;
  readonly values: readonly Code[];
  /** Where the values stand in the request, such as `body.email`. */
  readonly field: string;
}

/** What a body writes. A property that is left out: the default when a row is made or replaced, nothing when it is patched. */
export function assignments(plan: QueryPlan, firstParameter: number, imports: Imports): readonly Assignment[] {
  let next = firstParameter;
  const parameter = () => `$${next++}`;
  return plan.writes.map((write) => {
    const { property, column, form, isRequired } = write;
    const given = bodyValue(write, plan, imports);
    const present = code`body${member(property)} !== undefined`;
    const target = sqlName(column.name);
    const field = `body.${property}`;
    const isBase64 = form.encoding === "base64";
    const plain = () => (isBase64 ? `decode(${parameter()}, 'base64')` : parameter());
    const typed = () => (isBase64 ? `decode(${parameter()}::text, 'base64')` : `${parameter()}::${typeOf(column)}`);
    const standard = defaultOf(column, plan.database);
    const otherwise = plan.link.action === "patch" ? target : (standard ?? "NULL");
    const isPlain = plan.link.action !== "patch" && (isRequired || standard === undefined);
    if (isPlain) return { column: target, value: plain(), values: [given], field };
    if (!isNullable(column, plan.database)) {
      return { column: target, value: `coalesce(${typed()}, ${otherwise})`, values: [given], field };
    }
    const value = `CASE WHEN ${parameter()}::boolean THEN ${typed()} ELSE ${otherwise} END`;
    return { column: target, value, values: [present, given], field };
  });

  /** The type below domains: a domain may refuse the null of what is not given. */
  function typeOf({ type }: Column): string {
    const { base, arrayDimensions } = knownType(type, plan.database);
    return sqlType({ ...base, arrayDimensions }, plan.database);
  }
}

/** `pg` would write a JavaScript array as a PostgreSQL array; a moment has to come back as RFC 3339 can say it. */
function bodyValue({ property, column, form }: WriteColumn, { database }: QueryPlan, imports: Imports): Code {
  const value = code`body${member(property)}`;
  const { kind, arrayDimensions } = knownType(column.type, database);
  const use = (name: string) => imports.value(name, "../../../generated/runtime/columns.js");
  if (kind === "timestamptz" && arrayDimensions === 0) {
    return code`${use("fromTimestamp")}(${value}, ${stringLiteral(`body.${property}`)})`;
  }
  if (form.encoding !== "json") return value;
  if (!column.nullable) return code`JSON.stringify(${value})`;
  return code`${use("toJson")}(${value})`;
}
