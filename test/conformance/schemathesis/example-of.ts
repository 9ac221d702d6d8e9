import { makeNumber } from "../../../tools/compiler/emit/load-test/make-number";
import { makeText, settle } from "../../../tools/compiler/emit/load-test/make-text";
import { flatten, type SchemaTable } from "../../../tools/compiler/emit/load-test/merge-schema";
import { isMade, type Made, type Value } from "../../../tools/compiler/emit/load-test/value";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { KeywordSchema, Schema } from "../../../tools/compiler/model/schema";

interface Wish {
  readonly schemas: SchemaTable;
  /** Whether values are taken from the description's own examples. */
  readonly isQuoting: boolean;
}

/** A value that a schema accepts: the same one at every time. `undefined`: none is known. */
export function exampleOf(schema: Schema, wish: Wish, name = "", depth = 0): JsonValue | undefined {
  const flat = flatten(schema, wish.schemas);
  if (flat === undefined || depth > 8) return undefined;
  const [quoted] = flat.examples ?? [];
  if (wish.isQuoting && quoted !== undefined) return quoted;
  if (flat.const !== undefined) return flat.const;
  if (flat.enum !== undefined) return flat.enum.find((one) => one !== null) ?? null;
  switch (typeOf(flat)) {
    case "object":
      return objectOf(flat, wish, depth);
    case "array":
      return arrayOf(flat, wish, name, depth);
    case "string":
      return settled(makeText(flat, name, undefined));
    case "integer":
    case "number":
      return settled(makeNumber(flat, undefined, false));
    case "boolean":
      return true;
    case "null":
      return null;
    default:
      return name === "" ? {} : "text";
  }
}

function typeOf(schema: KeywordSchema): string | undefined {
  const named = schema.types?.find((type) => type !== "null") ?? schema.types?.[0];
  if (named !== undefined) return named;
  if (schema.properties !== undefined || schema.required !== undefined) return "object";
  return schema.items === undefined ? undefined : "array";
}

function objectOf(schema: KeywordSchema, wish: Wish, depth: number): JsonValue | undefined {
  const made: Record<string, JsonValue> = {};
  const required = new Set(schema.required);
  for (const property of schema.properties ?? []) {
    // What is optional is what makes schemas of trees endless.
    if (!required.has(property.name) && depth > 3) continue;
    const value = exampleOf(property.schema, wish, property.name, depth + 1);
    if (value !== undefined) made[property.name] = value;
    else if (required.has(property.name)) return undefined;
  }
  const rest = schema.additionalProperties ?? { kind: "boolean", accepts: true, span: schema.span };
  for (const name of required) {
    const value = name in made ? made[name] : exampleOf(rest, wish, name, depth + 1);
    if (value === undefined) return undefined;
    made[name] = value;
  }
  for (let count = 1; Object.keys(made).length < (schema.minProperties ?? 0); count++) {
    const value = exampleOf(rest, wish, "key", depth + 1);
    if (value === undefined) return undefined;
    made[`key${count}`] = value;
  }
  return made;
}

function arrayOf(schema: KeywordSchema, wish: Wish, name: string, depth: number): JsonValue | undefined {
  const minItems = Math.max(schema.minItems ?? 0, schema.prefixItems?.length ?? 0);
  const count = Math.min(schema.maxItems ?? Infinity, Math.max(depth > 3 ? 0 : 1, minItems));
  const items: JsonValue[] = [];
  for (let index = 0; index < count; index++) {
    const item = schema.prefixItems?.[index] ?? schema.items ?? schema.contains;
    const value = item === undefined ? "text" : exampleOf(item, wish, name, depth + 1);
    if (value === undefined) return index < minItems ? undefined : items;
    items.push(value);
  }
  return items;
}

/** A recipe with nothing left to fill in. */
function settled(recipe: Made<Value>): JsonValue | undefined {
  if (!isMade(recipe)) return undefined;
  const { made } = recipe;
  if (made.kind === "fixed") return made.value;
  if (made.kind === "unique-text") return settle(made.parts);
  if (made.kind === "unique-integer") return made.minimum;
  return undefined;
}
