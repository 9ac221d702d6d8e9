import type { Column, Database } from "../../model/database";
import type { Schema } from "../../model/schema";
import type { Service } from "../../model/service";
import { resolve } from "./response-form";

/** How a column's value becomes a property's: as it is, or through a function of the run-time. */
export type Codec = "as-is" | "toInteger" | "toNumber" | "toTimestamp";

const exactNumbers = new Set(["int2", "int4", "oid"]);
const floats = new Set(["float4", "float8"]);
const times = new Set(["timestamp", "timestamptz"]);
const texts = new Set([
  "text",
  "varchar",
  "bpchar",
  "char",
  "name",
  "citext",
  "uuid",
  "date",
  "time",
  "timetz",
  "inet",
  "cidr",
]);

/** `undefined`: the column's type and the property's schema do not fit. */
export function columnCodec(column: Column, schema: Schema, service: Service, database: Database): Codec | undefined {
  const types = jsonTypes(schema, service);
  const accepts = (...names: string[]) => types.size === 0 || names.some((name) => types.has(name));
  if (column.type.arrayDimensions > 0) return accepts("array") ? "as-is" : undefined;
  const type = baseType(column.type.name, database);
  if (type === "int8") return accepts("integer", "number") ? "toInteger" : accepts("string") ? "as-is" : undefined;
  if (type === "numeric")
    return accepts("number") ? "toNumber" : accepts("string") ? "as-is" : accepts("integer") ? "toInteger" : undefined;
  if (exactNumbers.has(type)) return accepts("integer", "number") ? "as-is" : undefined;
  if (floats.has(type)) return accepts("number") ? "as-is" : undefined;
  if (type === "bool") return accepts("boolean") ? "as-is" : undefined;
  if (times.has(type)) return accepts("string") ? "toTimestamp" : undefined;
  if (texts.has(type) || database.enums.some(({ name }) => name === type))
    return accepts("string") ? "as-is" : undefined;
  return type === "json" || type === "jsonb" ? "as-is" : undefined;
}

/** The type below domains. */
function baseType(name: string, database: Database): string {
  let current = name;
  for (let hops = 0; hops < 16; hops++) {
    const domain = database.domains.find((one) => one.name === current);
    if (domain === undefined) return current;
    current = domain.base.name;
  }
  return current;
}

/** JSON types that a schema allows, `null` left out; empty: any. */
export function jsonTypes(schema: Schema, service: Service): ReadonlySet<string> {
  const target = resolve(schema, service);
  if (target === undefined) return new Set();
  const types = new Set<string>(target.types ?? []);
  for (const value of target.enum ?? []) types.add(typeof value);
  if (target.const !== undefined) types.add(typeof target.const);
  for (const branch of [...(target.anyOf ?? []), ...(target.oneOf ?? []), ...(target.allOf ?? [])]) {
    for (const type of jsonTypes(branch, service)) types.add(type);
  }
  types.delete("null");
  types.delete("object");
  return types;
}
