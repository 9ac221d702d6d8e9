import type { Column, ColumnType, Database, Table } from "../../model/database";
import { isNullable, type KnownType, knownType } from "../queries/column-kind";
import { type CheckKeywords, checkKeywords } from "./check-keywords";
import { type JsonObject, jsonObject, reference } from "./json-object";

export interface ColumnSchemaOptions {
  /** `exact`: numbers that a double cannot hold are texts; `json`: they are JSON numbers. */
  readonly numbers: "exact" | "json";
  /** Component of an enum type. */
  readonly enumName: (schema: string, name: string) => string;
}

/** RFC 4648, section 4, as PostgreSQL's `decode` takes it: whole groups of four. */
const base64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";

/** The schema of a column's values, with null where the column may be. */
export function columnSchema(
  column: Column,
  table: Table,
  database: Database,
  options: ColumnSchemaOptions,
): JsonObject {
  const type = knownType(column.type, database);
  const schema = notNullSchema(type, checksOf(column, table, type), options);
  return isNullable(column, database) ? orNull(schema) : schema;
}

/** The same for a parameter, whose values are never null. */
export function parameterSchema(
  column: Column,
  table: Table,
  database: Database,
  options: ColumnSchemaOptions,
): JsonObject {
  const type = knownType(column.type, database);
  return notNullSchema(type, checksOf(column, table, type), options);
}

function checksOf(column: Column, table: Table, type: KnownType): CheckKeywords {
  const own = table.checks.map((one) => checkKeywords(one.expression, column.name));
  const inherited = type.domains
    .flatMap((domain) => domain.checks)
    .map((one) => checkKeywords(one.expression, "VALUE"));
  return Object.assign({}, ...inherited, ...own) as CheckKeywords;
}

function orNull(schema: JsonObject): JsonObject {
  if (schema.$ref !== undefined) return { anyOf: [schema, { type: "null" }] };
  if (typeof schema.type !== "string") return schema;
  const { enum: values } = schema;
  return {
    ...schema,
    type: [schema.type, "null"],
    ...(Array.isArray(values) ? { enum: [...values, null] } : {}),
  };
}

function notNullSchema(type: KnownType, checks: CheckKeywords, options: ColumnSchemaOptions): JsonObject {
  if (type.arrayDimensions === 0) return scalarSchema(type, checks, options);
  // Without a zone such a time is no `date-time`, and only a value that stands alone is made one.
  let schema: JsonObject =
    type.kind === "timestamp"
      ? { type: "string", description: "A time as PostgreSQL writes it, without a zone." }
      : scalarSchema(type, {}, options);
  for (let depth = 0; depth < type.arrayDimensions; depth++) schema = { type: "array", items: schema };
  return schema;
}

function scalarSchema(type: KnownType, checks: CheckKeywords, options: ColumnSchemaOptions): JsonObject {
  const { base } = type;
  switch (type.kind) {
    case "boolean":
      return { type: "boolean" };
    case "integer":
      return integerSchema(base.name === "int2" ? [-32768, 32767] : [-2147483648, 2147483647], "int32", checks);
    case "bigint":
      if (base.name === "oid") return integerSchema([0, 4294967295], "int64", checks);
      if (options.numbers === "json")
        return integerSchema([Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER], "int64", checks);
      return { type: "string", format: "int64", pattern: `^${sign(checks)}[0-9]{1,19}$` };
    case "decimal":
      if (options.numbers === "json") return numberSchema(checks);
      return { type: "string", format: "decimal", pattern: decimalPattern(base, checks) };
    case "float":
      return { ...numberSchema(checks), format: base.name === "float4" ? "float" : "double" };
    case "text":
      return textSchema(base, checks);
    case "enum":
      return type.listed === undefined
        ? { type: "string" }
        : reference("schemas", options.enumName(type.listed.schema, type.listed.name));
    case "uuid":
      return { type: "string", format: "uuid" };
    case "date":
      return { type: "string", format: "date" };
    case "time":
      return { type: "string", pattern: timePattern(base.name === "timetz") };
    case "timestamp":
      return { type: "string", format: "date-time", pattern: "Z$", description: "In UTC." };
    case "timestamptz":
      return { type: "string", format: "date-time" };
    case "json":
      return { description: "Any JSON value." };
    case "bytes":
      return { type: "string", contentEncoding: "base64", pattern: base64 };
    case "unknown":
      return { description: "What the view makes; its query does not tell the type." };
    case "other":
      return { type: "string", description: `A value of ${base.name} as PostgreSQL writes it.` };
    default:
      return type.kind satisfies never;
  }
}

function integerSchema([least, most]: readonly [number, number], format: string, checks: CheckKeywords): JsonObject {
  const values = checks.values?.filter((one) => typeof one === "number");
  if (values !== undefined && values.length > 0) return { type: "integer", format, enum: values };
  const { minimum = least, maximum = most, exclusiveMinimum, exclusiveMaximum } = checks;
  const from = Math.max(
    least,
    Math.ceil(minimum),
    exclusiveMinimum === undefined ? least : Math.floor(exclusiveMinimum) + 1,
  );
  const to = Math.min(
    most,
    Math.floor(maximum),
    exclusiveMaximum === undefined ? most : Math.ceil(exclusiveMaximum) - 1,
  );
  return { type: "integer", format, minimum: from, maximum: to };
}

function numberSchema({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: CheckKeywords): JsonObject {
  return jsonObject({ type: "number", minimum, maximum, exclusiveMinimum, exclusiveMaximum });
}

/** Nothing when a check lets no negative number pass. */
function sign({ minimum, exclusiveMinimum }: CheckKeywords): string {
  return (minimum ?? exclusiveMinimum ?? -1) >= 0 ? "" : "-?";
}

/** More digits behind the point than the column has would be rounded: they are refused. */
function decimalPattern({ arguments: [precision, scale = 0] }: ColumnType, checks: CheckKeywords): string {
  const before = precision === undefined || scale < 0 ? "+" : `{1,${Math.max(1, precision - scale)}}`;
  const behind = precision === undefined || scale < 0 ? "+" : `{1,${scale}}`;
  return `^${sign(checks)}[0-9]${before}${scale === 0 && precision !== undefined ? "" : `(\\.[0-9]${behind})?`}$`;
}

function textSchema(base: ColumnType, checks: CheckKeywords): JsonObject {
  const { minLength, pattern } = checks;
  // Letter case does not count in a `citext`, so that more than the listed values pass.
  const values = base.name === "citext" ? undefined : checks.values?.filter((one) => typeof one === "string");
  if (values !== undefined && values.length > 0) return { type: "string", enum: values };
  const [declared] = base.arguments;
  const own = { name: 63, char: 1, varchar: declared, bpchar: declared ?? 1 }[base.name];
  const lengths = [own, checks.maxLength].filter((one) => one !== undefined);
  const maxLength = lengths.length === 0 ? undefined : Math.min(...lengths);
  return jsonObject({ type: "string", minLength, maxLength, pattern: base.name === "citext" ? undefined : pattern });
}

function timePattern(hasZone: boolean): string {
  const time = "([01][0-9]|2[0-4]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?";
  return `^${time}${hasZone ? "(Z|[+-][0-9]{2}(:[0-9]{2})?)" : ""}$`;
}
