import type { Column, Database } from "../../model/database";
import type { Schema } from "../../model/schema";
import type { Service } from "../../model/service";
import { type KnownType, knownType } from "./column-kind";
import { resolve } from "./response-form";

/** How a column's value becomes a property's: as it is, or through a function of the run-time. */
export type Codec = "as-is" | "toInteger" | "toNumber" | "toTimestamp" | "toBase64";

/** How a property's value becomes a column's. */
export type Encoding = "as-is" | "json" | "base64";

export interface ColumnForm {
  readonly codec: Codec;
  readonly encoding: Encoding;
  /** As what the column is selected: itself, or what PostgreSQL makes of it where the driver knows no exact form. */
  readonly selectAs: "column" | "text" | "texts" | "json";
}

/** Types of array elements that the driver reads exactly as JSON has them. */
const plainElements = new Set(["bool", "int2", "int4", "float4", "float8", "text", "varchar", "uuid"]);
/** Types that the driver turns into objects of its own. */
const objectTypes = new Set(["point", "circle"]);

/** `undefined`: the column's type and the property's schema do not fit. */
export function columnForm(
  column: Column,
  schema: Schema,
  service: Service,
  database: Database,
): ColumnForm | undefined {
  const types = jsonTypes(schema, service);
  const accepts = (...names: string[]) => types.size === 0 || names.some((name) => types.has(name));
  const type = knownType(column.type, database);
  if (type.arrayDimensions > 0) return accepts("array") ? arrayForm(type, schema, service) : undefined;
  switch (type.kind) {
    case "boolean":
      return accepts("boolean") ? form("as-is") : undefined;
    case "integer":
      return accepts("integer", "number") ? form("as-is") : undefined;
    case "bigint":
      // The driver reads an `oid` as a number.
      if (type.base.name === "oid") return accepts("integer", "number") ? form("as-is") : undefined;
      return accepts("integer", "number") ? form("toInteger") : accepts("string") ? form("as-is") : undefined;
    case "decimal":
      if (accepts("number")) return form("toNumber");
      return accepts("string") ? form("as-is") : accepts("integer") ? form("toInteger") : undefined;
    case "float":
      return accepts("number") ? form("as-is") : undefined;
    case "timestamp":
    case "timestamptz":
      return accepts("string") ? form("toTimestamp") : undefined;
    case "bytes":
      return accepts("string") && isBase64(schema, service) ? { ...form("toBase64"), encoding: "base64" } : undefined;
    case "json":
      return { ...form("as-is"), encoding: "json" };
    case "unknown":
      return { ...form("as-is"), selectAs: "json" };
    case "other":
      if (!accepts("string")) return undefined;
      return { ...form("as-is"), selectAs: objectTypes.has(type.base.name) ? "text" : "column" };
    case "text":
    case "enum":
    case "uuid":
    case "date":
    case "time":
      return accepts("string") ? form("as-is") : undefined;
    default:
      return type.kind satisfies never;
  }
}

function form(codec: Codec): ColumnForm {
  return { codec, encoding: "as-is", selectAs: "column" };
}

function arrayForm({ kind, base }: KnownType, schema: Schema, service: Service): ColumnForm | undefined {
  if (kind === "bytes") return undefined;
  if (plainElements.has(base.name)) return form("as-is");
  const items = resolve(schema, service)?.items;
  const types = items === undefined ? new Set<string>() : jsonTypes(items, service);
  // PostgreSQL writes times with a zone in JSON as RFC 3339, and numbers as numbers.
  const isText = types.has("string") && kind !== "timestamptz" && kind !== "json";
  return { ...form("as-is"), selectAs: isText ? "texts" : "json" };
}

function isBase64(schema: Schema, service: Service): boolean {
  const target = resolve(schema, service);
  if (target === undefined) return false;
  if (target.contentEncoding === "base64" || target.format === "byte" || target.format === "base64") return true;
  return [...(target.anyOf ?? []), ...(target.oneOf ?? [])].some((branch) => isBase64(branch, service));
}

/** JSON types that a schema allows, `null` left out; empty: any. */
export function jsonTypes(schema: Schema, service: Service): ReadonlySet<string> {
  const target = resolve(schema, service);
  if (target === undefined) return new Set();
  const types = new Set<string>(target.types ?? []);
  for (const value of target.enum ?? []) types.add(value === null ? "null" : typeof value);
  if (target.const !== undefined) types.add(typeof target.const);
  for (const branch of [...(target.anyOf ?? []), ...(target.oneOf ?? []), ...(target.allOf ?? [])]) {
    for (const type of jsonTypes(branch, service)) types.add(type);
  }
  types.delete("null");
  return types;
}
