import type { JsonValue } from "../../model/json-value";
import { resolved, type SchemasByName } from "../../model/properties-of";
import type { JsonType, KeywordSchema, Schema } from "../../model/schema";
import { numberBounds } from "./number-bounds";

/**
 * Whether a value surely is not what a schema allows, judged by the keywords of scalars and of the items of lists alone. Of
 * parts, choices, objects and patterns, which may run for ever, nothing is said.
 */
export function breaksKeywords(value: JsonValue, given: Schema, schemas: SchemasByName): boolean {
  const target = resolved(given, schemas);
  if (target === undefined) return false;
  // `resolved` takes an alternative between a schema and null for that schema.
  if (value === null) return given === target && target.types?.includes("null") === false;
  const schema = numberBounds(target);
  const { types, enum: values, const: only, items } = schema;
  if (types?.some((type) => isOfType(value, type)) === false) return true;
  const listed = values ?? (only === undefined ? undefined : [only]);
  if (listed?.some((one) => JSON.stringify(one) === JSON.stringify(value)) === false) return true;
  if (typeof value === "number") return breaksBounds(value, schema);
  if (typeof value === "string") return breaksText(value, schema);
  return isList(value) && items !== undefined && value.some((one) => breaksKeywords(one, items, schemas));
}

function isOfType(value: JsonValue, type: JsonType): boolean {
  if (type === "null") return value === null;
  if (type === "array") return isList(value);
  if (type === "object") return typeof value === "object" && value !== null && !isList(value);
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}

function breaksBounds(value: number, schema: KeywordSchema): boolean {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  return value < minimum || value > maximum || value <= exclusiveMinimum || value >= exclusiveMaximum;
}

/** Lengths are those of characters (JSON Schema 2020-12 Validation, 6.3), not of UTF-16 units. */
function breaksText(value: string, { minLength = 0, maxLength = Infinity }: KeywordSchema): boolean {
  const length = [...value].length;
  return length < minLength || length > maxLength;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
