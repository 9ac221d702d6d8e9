import type { JsonValue } from "../../model/json-value";
import type { KeywordSchema, NamedSchema, Property, Schema } from "../../model/schema";
import { taggedChoice } from "../schemas/tagged-choice";
import { accepts } from "./accepts";

export type SchemaTable = ReadonlyMap<string, Schema>;

export function schemaTable(schemas: readonly NamedSchema[]): SchemaTable {
  return new Map(schemas.map(({ name, schema }) => [name, schema]));
}

/** Which branch of `anyOf` and `oneOf` to take. */
export interface BranchChoice {
  /** The one that accepts this, if any. */
  readonly example?: JsonValue | undefined;
  /** Else the one with this index, counted round; 0 when left out. */
  readonly index?: number | undefined;
}

/**
 * A schema with its references and `allOf` folded in, and one usable branch of `anyOf` and `oneOf`: enough to make one value that
 * fits. `undefined`: nothing fits, or it is endless.
 */
export function flatten(
  schema: Schema,
  table: SchemaTable,
  choice: BranchChoice = {},
  depth = 0,
): KeywordSchema | undefined {
  if (depth > 24) return undefined;
  if (schema.kind === "boolean") return schema.accepts ? { kind: "keywords", span: schema.span } : undefined;
  if (schema.kind === "ref") {
    const target = table.get(schema.to);
    return target === undefined ? undefined : flatten(target, table, choice, depth + 1);
  }
  const tagged = taggedChoice(schema, table);
  let merged: KeywordSchema = tagged;
  for (const part of tagged.allOf ?? []) {
    const flat = flatten(part, table, choice, depth + 1);
    if (flat === undefined) return undefined;
    merged = merge(merged, flat);
  }
  for (const branches of [tagged.anyOf, tagged.oneOf]) {
    if (branches === undefined) continue;
    const { example, index = 0 } = choice;
    const shown = example === undefined ? undefined : branches.find((one) => accepts(one, example, table) === true);
    const usable = (shown === undefined ? branches : [shown])
      .map((branch) => flatten(branch, table, choice, depth + 1))
      .filter((branch) => branch !== undefined)
      .sort((a, b) => Number(isNull(a)) - Number(isNull(b)));
    const flat = usable[index % usable.length];
    if (flat === undefined) return undefined;
    merged = merge(merged, flat);
  }
  const { allOf: _all, anyOf: _any, oneOf: _one, ...rest } = merged;
  return rest;
}

export function acceptsNull(schema: KeywordSchema): boolean {
  return schema.types?.includes("null") === true;
}

function isNull(schema: KeywordSchema): boolean {
  return schema.types?.length === 1 && schema.types[0] === "null";
}

function merge(a: KeywordSchema, b: KeywordSchema): KeywordSchema {
  const properties = mergeProperties(a.properties ?? [], b.properties ?? []);
  const required = [...new Set([...(a.required ?? []), ...(b.required ?? [])])];
  const types = a.types && b.types ? a.types.filter((type) => b.types?.includes(type)) : (a.types ?? b.types);
  return {
    ...b,
    ...a,
    ...(types === undefined ? {} : { types }),
    ...(properties.length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
    ...(a.items && b.items ? { items: both(a.items, b.items) } : {}),
    ...tighter("minLength", a, b, Math.max),
    ...tighter("maxLength", a, b, Math.min),
    ...tighter("minimum", a, b, Math.max),
    ...tighter("maximum", a, b, Math.min),
    ...tighter("minItems", a, b, Math.max),
    ...tighter("maxItems", a, b, Math.min),
  };
}

type Bound = "minLength" | "maxLength" | "minimum" | "maximum" | "minItems" | "maxItems";

function tighter(name: Bound, a: KeywordSchema, b: KeywordSchema, choose: (...values: number[]) => number) {
  const values = [a[name], b[name]].filter((value) => value !== undefined);
  return values.length === 0 ? {} : { [name]: choose(...values) };
}

/** What both describe has to fit both. */
function mergeProperties(a: readonly Property[], b: readonly Property[]): readonly Property[] {
  const others = new Map(b.map(({ name, schema }) => [name, schema]));
  const names = new Set(a.map(({ name }) => name));
  const merged = a.map(({ name, schema }) => {
    const other = others.get(name);
    return { name, schema: other === undefined ? schema : both(schema, other) };
  });
  return [...merged, ...b.filter(({ name }) => !names.has(name))];
}

function both(a: Schema, b: Schema): Schema {
  return { kind: "keywords", span: a.span, allOf: [a, b] };
}
