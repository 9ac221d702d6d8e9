import type { KeywordSchema, Property, Schema } from "../../model/schema";
import type { ColumnHint } from "./column-hints";
import { makeNumber } from "./make-number";
import { makeText } from "./make-text";
import { acceptsNull, flatten, type SchemaTable } from "./merge-schema";
import { isMade, type Made, type NamedValue, type Reference, type Value } from "./value";

export interface ValueContext {
  readonly schemas: SchemaTable;
  readonly hints: ReadonlyMap<string, ColumnHint>;
  /** The collection whose rows a property names by their key, if any. */
  readonly referenceOf: (property: string) => Reference | undefined;
  /** `patch`: what changes nothing but itself. `most`: as much as is allowed, such as stock to sell from. */
  readonly purpose: "create" | "replace" | "patch" | "most";
  /** Names of the schemas inside of which a value is made. */
  readonly above?: readonly string[];
}

/** One value that a schema accepts. Same schema, same value, but for what must be unique. */
export function makeValue(schema: Schema, name: string, context: ValueContext, depth = 0): Made<Value> {
  const flat = flatten(schema, context.schemas);
  if (flat === undefined || depth > 8) return { reason: "its schema accepts nothing, or has no end" };
  const hint = depth <= 1 ? context.hints.get(name) : undefined;
  const reference = context.referenceOf(name);
  const type = typeOf(flat);
  if (reference !== undefined && depth > 0 && type !== "object" && type !== "array")
    return { made: { kind: "reference", reference } };
  if (flat.const !== undefined) return { made: { kind: "fixed", value: flat.const } };
  if (flat.enum !== undefined) {
    const chosen = flat.enum.find((value) => value !== null);
    return chosen === undefined ? { made: { kind: "fixed", value: null } } : { made: { kind: "fixed", value: chosen } };
  }
  switch (type) {
    case "object":
      return makeObject(flat, inside(schema, context), depth);
    case "array":
      return makeArray(flat, name, inside(schema, context), depth);
    case "string":
      return makeText(flat, name, hint);
    case "integer":
    case "number":
      return makeNumber(flat, hint, context.purpose === "most");
    case "boolean":
      return { made: { kind: "fixed", value: true } };
    case "null":
      return { made: { kind: "fixed", value: null } };
    case undefined:
      return { made: { kind: "fixed", value: name === "" ? {} : "text" } };
    default:
      throw new Error(`unknown type: ${type satisfies never}`);
  }
}

function typeOf(schema: KeywordSchema) {
  const named = schema.types?.find((type) => type !== "null") ?? schema.types?.[0];
  if (named !== undefined) return named;
  if (schema.properties !== undefined || schema.required !== undefined) return "object";
  if (schema.items !== undefined) return "array";
  if (schema.pattern !== undefined || schema.format !== undefined || schema.maxLength !== undefined) return "string";
  return schema.minimum !== undefined || schema.maximum !== undefined ? "number" : undefined;
}

function makeObject(schema: KeywordSchema, context: ValueContext, depth: number): Made<Value> {
  const required = new Set(schema.required ?? []);
  const all = schema.properties ?? [];
  const named = new Set(all.map((property) => property.name));
  const unnamed = [...required].filter((name) => !named.has(name));
  const extra = unnamed.map(
    (name): Property => ({ name, schema: { kind: "boolean", accepts: true, span: schema.span } }),
  );
  const properties: NamedValue[] = [];
  for (const property of [...all, ...extra]) {
    const isRequired = required.has(property.name);
    if (!isRequired && !isWorthSending(property, context, depth)) continue;
    const value = makeValue(property.schema, property.name, context, depth + 1);
    if (isMade(value)) properties.push({ name: property.name, value: value.made });
    else if (isRequired) return { reason: `\`${property.name}\`: ${value.reason}` };
  }
  const missing = (schema.minProperties ?? 0) - properties.length;
  if (missing <= 0) return { made: { kind: "object", properties } };
  const more = all.filter((property) => !properties.some((sent) => sent.name === property.name)).slice(0, missing);
  for (const property of more) {
    const value = makeValue(property.schema, property.name, context, depth + 1);
    if (isMade(value)) properties.push({ name: property.name, value: value.made });
  }
  if (properties.length < (schema.minProperties ?? 0)) return { reason: "it needs more properties than can be made" };
  return { made: { kind: "object", properties } };
}

function inside(schema: Schema, context: ValueContext): ValueContext {
  const names = namesOf(schema);
  return names.length === 0 ? context : { ...context, above: [...(context.above ?? []), ...names] };
}

/** The named schemas that a schema is, or is made of. */
function namesOf(schema: Schema): readonly string[] {
  if (schema.kind === "ref") return [schema.to];
  if (schema.kind === "boolean") return [];
  return [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) =>
    (list ?? []).flatMap((one) => (one.kind === "ref" ? [one.to] : [])),
  );
}

/**
 * Optional properties are sent when they stand for themselves. References, states (an enum with a default) and columns that a
 * check compares with others have rules that no schema tells.
 */
function isWorthSending(property: Property, context: ValueContext, depth: number): boolean {
  const flat = flatten(property.schema, context.schemas);
  const hint = depth === 0 ? context.hints.get(property.name) : undefined;
  if (flat === undefined || depth > 3 || flat.readOnly === true || flat.deprecated === true) return false;
  if (hint?.isEntangled === true || hint?.references !== undefined) return false;
  if (context.referenceOf(property.name) !== undefined) return false;
  // What holds its own kind would be sent inside of itself again and again.
  if (namesOf(property.schema).some((name) => context.above?.includes(name))) return false;
  if (flat.enum !== undefined && !flat.enum.every((value) => typeof value === "boolean"))
    return context.purpose !== "patch" && hint !== undefined && !hint.hasDefault;
  const type = typeOf(flat);
  if (type === "array") return false;
  return type !== "object" || !acceptsNull(flat);
}

function makeArray(schema: KeywordSchema, name: string, context: ValueContext, depth: number): Made<Value> {
  const count = Math.min(schema.maxItems ?? Infinity, Math.max(1, schema.minItems ?? 0));
  if (count > 1 && schema.uniqueItems === true) return { reason: "it wants several different items" };
  const items: Value[] = [];
  for (let index = 0; index < count; index++) {
    const itemSchema = schema.prefixItems?.[index] ?? schema.items;
    if (itemSchema === undefined) {
      items.push({ kind: "fixed", value: "text" });
      continue;
    }
    const item = makeValue(itemSchema, name, context, depth + 1);
    if (!isMade(item)) {
      if ((schema.minItems ?? 0) === 0) return { made: { kind: "array", items: [] } };
      return item;
    }
    items.push(item.made);
  }
  return { made: { kind: "array", items } };
}
