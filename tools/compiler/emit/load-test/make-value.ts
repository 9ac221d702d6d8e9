import type { JsonValue } from "../../model/json-value";
import type { KeywordSchema, Property, Schema } from "../../model/schema";
import { accepts, isOfType } from "./accepts";
import type { ColumnHint } from "./column-hints";
import { makeNumber } from "./make-number";
import { makeText } from "./make-text";
import { acceptsNull, flatten, type SchemaTable } from "./merge-schema";
import type { Source } from "./plan";
import { referencesIn } from "./references-in";
import { plainName } from "./response-shape";
import { isMade, type Made, type NamedValue, type Reference, type Value } from "./value";

export interface ValueContext {
  readonly schemas: SchemaTable;
  readonly hints: ReadonlyMap<string, ColumnHint>;
  /** The collection whose rows a property names by their key, if any. */
  readonly referenceOf: (property: string) => Reference | undefined;
  /** `patch`: what changes nothing but itself. `most`: as much as is allowed, such as stock to sell from. */
  readonly purpose: "create" | "replace" | "patch" | "most";
  /** The row that the request makes or changes. */
  readonly own?: OwnRow;
  /** Whether the request has an example of its own: then what that leaves out is not sent, and what it names is. */
  readonly followsExample?: boolean;
  /** Instead of what is usual: only what is required, all that can be made, or that of the outermost object only. */
  readonly extent?: "required" | "outermost" | "all";
  /** Index of the branch to take where one fits as well as another. */
  readonly branch?: number;
  /** Names of the properties inside of which a value is made, from the body on. */
  readonly path?: readonly string[];
  /** Names of the schemas inside of which a value is made. */
  readonly above?: readonly string[];
}

export interface OwnRow {
  /** Where a body has keys of the row and of those around it. */
  readonly keys: readonly OwnKey[];
  /** Whether each request makes a row, which must differ from all others. */
  readonly isMaking: boolean;
  /** How deep the row's own properties are: 1, and 2 in an envelope. */
  readonly depth: number;
}

export interface OwnKey {
  readonly path: readonly string[];
  /** Of a row that is there; else the key is one that no row has. */
  readonly source?: Source;
  /** Whether it is left to the service where it may be. */
  readonly isOptional: boolean;
}

/** Of an example, a script gets so many items of each list. */
const mostItems = 20;

interface Shown {
  /** One that the schema accepts. */
  readonly example: JsonValue | undefined;
  /** All, of which some property may be usable. */
  readonly examples: readonly { readonly [name: string]: JsonValue }[];
}

/**
 * One value that a schema accepts, an example of the description where there is one. Same schema, same value, but for what must be
 * unique.
 *
 * @param given examples from around the schema, which are preferred to its own
 */
export function makeValue(
  schema: Schema,
  name: string,
  context: ValueContext,
  given: readonly JsonValue[] = [],
  depth = 0,
): Made<Value> {
  const { schemas } = context;
  const branch = { index: context.branch };
  const plain = flatten(schema, schemas, branch);
  if (plain === undefined || depth > 8) return { reason: "its schema accepts nothing, or has no end" };
  const examples = [...given, ...(plain.examples ?? [])];
  const example = examples.find((one) => one !== null && accepts(schema, one, schemas) !== false);
  const flat = (example === undefined ? undefined : flatten(schema, schemas, { ...branch, example })) ?? plain;
  const ownKey = ownKeyAt(context.path ?? [], context);
  const hint = hintFor(name, context, depth, ownKey);
  const reference = context.referenceOf(name);
  const type = typeOf(flat, example);
  const isPlain = depth > 0 && type !== "object" && type !== "array";
  if (isPlain && ownKey?.source !== undefined) return { made: { kind: "key", source: ownKey.source } };
  if (isPlain && ownKey === undefined && reference !== undefined) return { made: { kind: "reference", reference } };
  if (flat.const !== undefined) return { made: { kind: "fixed", value: flat.const } };
  if (flat.enum !== undefined) {
    const chosen = example ?? flat.enum.find((value) => value !== null);
    return { made: { kind: "fixed", value: chosen ?? null } };
  }
  switch (type) {
    case "object":
      return makeObject(flat, inside(schema, context), { example, examples: examples.filter(isObject) }, depth);
    case "array":
      return makeArray(flat, name, inside(schema, context), example, depth);
    case "string":
      return makeText(flat, name, hint, example, !mustDiffer(context, depth));
    case "integer":
    case "number":
      return makeNumber(flat, hint, context.purpose === "most", example);
    case "boolean":
      return { made: { kind: "fixed", value: example ?? true } };
    case "null":
      return { made: { kind: "fixed", value: null } };
    case undefined:
      return { made: { kind: "fixed", value: example ?? (name === "" ? {} : "text") } };
    default:
      throw new Error(`unknown type: ${type satisfies never}`);
  }
}

function ownKeyAt(path: readonly string[], { own }: ValueContext): OwnKey | undefined {
  return own?.keys.find(
    (one) =>
      one.path.length === path.length &&
      one.path.every((step, index) => plainName(step) === plainName(path[index] ?? "")),
  );
}

function hintFor(
  name: string,
  context: ValueContext,
  depth: number,
  ownKey: OwnKey | undefined,
): ColumnHint | undefined {
  const hint = depth <= 1 ? context.hints.get(name) : undefined;
  return ownKey === undefined ? hint : { isEntangled: false, hasDefault: false, ...hint, isUnique: true };
}

/** Whether a property is one of a row that each request makes anew. */
function mustDiffer({ own, path = [] }: ValueContext, depth: number): boolean {
  return own === undefined ? depth <= 1 : own.isMaking && path.length <= own.depth;
}

/** The type of the example, where the schema allows several. */
function typeOf(schema: KeywordSchema, example: JsonValue | undefined) {
  const types = schema.types?.filter((type) => type !== "null") ?? [];
  const shown = example === undefined ? undefined : types.find((type) => isOfType(example, type));
  const named = shown ?? types[0] ?? schema.types?.[0];
  if (named !== undefined) return named;
  if (schema.properties !== undefined || schema.required !== undefined) return "object";
  if (schema.items !== undefined) return "array";
  if (schema.pattern !== undefined || schema.format !== undefined || schema.maxLength !== undefined) return "string";
  return schema.minimum !== undefined || schema.maximum !== undefined ? "number" : undefined;
}

function makeObject(
  schema: KeywordSchema,
  context: ValueContext,
  { example, examples }: Shown,
  depth: number,
): Made<Value> {
  const required = new Set(schema.required ?? []);
  const all = schema.properties ?? [];
  const named = new Set(all.map((property) => property.name));
  const unnamed = [...required].filter((name) => !named.has(name));
  const extra = unnamed.map(
    (name): Property => ({ name, schema: { kind: "boolean", accepts: true, span: schema.span } }),
  );
  // A map has no other names than those of its example.
  const isFollowed = context.extent === undefined && (context.followsExample === true || all.length === 0);
  const followed = isFollowed && isObject(example) ? example : undefined;
  const isWanted = (property: Property) => {
    if (context.extent === "required" || (context.extent === "outermost" && depth > 0)) return false;
    if (context.extent !== undefined) return isPossible(property, context, depth);
    if (followed === undefined) return isWorthSending(property, context, depth);
    return (followed[property.name] ?? null) !== null && mayFollow(property, context, depth);
  };
  const shownFor = (name: string) => examples.flatMap((one) => (Object.hasOwn(one, name) ? [one[name] ?? null] : []));
  const make = (property: Property) =>
    makeValue(property.schema, property.name, below(property.name, context), shownFor(property.name), depth + 1);
  const properties: NamedValue[] = [];
  for (const property of [...all, ...extra]) {
    const isRequired = required.has(property.name);
    if (followed !== undefined && isNullIn(followed, property, context, depth)) {
      properties.push({ name: property.name, value: { kind: "fixed", value: null } });
      continue;
    }
    if (!isRequired && !isWanted(property)) continue;
    const value = make(property);
    if (isMade(value)) properties.push({ name: property.name, value: value.made });
    else if (isRequired) return { reason: `\`${property.name}\`: ${value.reason}` };
  }
  for (const [name, value] of Object.entries(followed ?? {})) {
    if (named.has(name) || required.has(name)) continue;
    const reference = context.referenceOf(name);
    properties.push({
      name,
      value: reference === undefined ? { kind: "fixed", value } : { kind: "reference", reference },
    });
  }
  const missing = (schema.minProperties ?? 0) - properties.length;
  if (missing <= 0) return { made: { kind: "object", properties } };
  const more = all.filter((property) => !properties.some((sent) => sent.name === property.name)).slice(0, missing);
  for (const property of more) {
    const value = make(property);
    if (isMade(value)) properties.push({ name: property.name, value: value.made });
  }
  if (properties.length < (schema.minProperties ?? 0)) return { reason: "it needs more properties than can be made" };
  return { made: { kind: "object", properties } };
}

function below(name: string, context: ValueContext): ValueContext {
  return { ...context, path: [...(context.path ?? []), name] };
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

const isKeyName = /^id$|_id$|[a-z]I[dD]$/;

/**
 * Optional properties are sent when they stand for themselves. References, states (an enum with a default) and columns that a
 * check compares with others have rules that no schema tells.
 */
function isWorthSending(property: Property, context: ValueContext, depth: number): boolean {
  if (!isPossible(property, context, depth)) return false;
  const flat = flatten(property.schema, context.schemas);
  const hint = depth === 0 ? context.hints.get(property.name) : undefined;
  if (flat === undefined || flat.deprecated === true || hint?.isEntangled === true) return false;
  if (flat.enum !== undefined && !flat.enum.every((value) => typeof value === "boolean"))
    return context.purpose !== "patch" && hint !== undefined && !hint.hasDefault;
  const type = typeOf(flat, undefined);
  // A key of something that no operation lists or makes is one that is not there.
  if (
    hint === undefined &&
    isKeyName.test(property.name) &&
    type !== "boolean" &&
    ownKeyAt([...(context.path ?? []), property.name], context) === undefined
  )
    return false;
  if (type === "array") return false;
  return type !== "object" || !acceptsNull(flat);
}

function isNullIn(
  example: { readonly [name: string]: JsonValue },
  property: Property,
  context: ValueContext,
  depth: number,
): boolean {
  if (!Object.hasOwn(example, property.name) || example[property.name] !== null) return false;
  return mayFollow(property, context, depth) && accepts(property.schema, null, context.schemas) === true;
}

/** Whether an optional property can be sent at all, without a row of another collection. */
function isPossible(property: Property, context: ValueContext, depth: number): boolean {
  if (context.referenceOf(property.name) !== undefined || !mayFollow(property, context, depth)) return false;
  // Another key would rename the row, and its own one says nothing.
  if (ownKeyAt([...(context.path ?? []), property.name], context)?.isOptional === true) return false;
  // What holds its own kind would be sent inside of itself again and again.
  return depth <= 3 && !namesOf(property.schema).some((name) => context.above?.includes(name));
}

/** Whether an optional property of an example can be sent as well: a row that it names must be one that can be had. */
function mayFollow(property: Property, context: ValueContext, depth: number): boolean {
  const hint = depth === 0 ? context.hints.get(property.name) : undefined;
  if (hint?.references !== undefined && context.referenceOf(property.name) === undefined) return false;
  const flat = flatten(property.schema, context.schemas);
  return flat !== undefined && flat.readOnly !== true;
}

function makeArray(
  schema: KeywordSchema,
  name: string,
  context: ValueContext,
  example: JsonValue | undefined,
  depth: number,
): Made<Value> {
  const least = schema.minItems ?? 0;
  const usual = Math.min(schema.maxItems ?? Infinity, Math.max(1, least));
  const shown = isList(example) ? example.slice(0, Math.max(mostItems, least)) : undefined;
  const count = shown?.length ?? usual;
  if (shown === undefined && count > 1 && schema.uniqueItems === true)
    return { reason: "it wants several different items" };
  const items: Value[] = [];
  for (let index = 0; index < count; index++) {
    const itemSchema = schema.prefixItems?.[index] ?? schema.items;
    const own = shown?.[index];
    if (itemSchema === undefined) {
      items.push({ kind: "fixed", value: own ?? "text" });
      continue;
    }
    const item = makeValue(itemSchema, name, below("[]", context), own === undefined ? [] : [own], depth + 1);
    if (!isMade(item)) {
      if (least === 0) return { made: { kind: "array", items: [] } };
      return item;
    }
    items.push(item.made);
  }
  // The same row for each of several items is what unique keys forbid.
  return {
    made: { kind: "array", items: items.some((one) => referencesIn(one).length > 0) ? items.slice(0, usual) : items },
  };
}

function isObject(value: JsonValue | undefined): value is { readonly [name: string]: JsonValue } {
  return typeof value === "object" && value !== null && !isList(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
