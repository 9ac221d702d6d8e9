import type { MediaType } from "./operation";
import type { KeywordSchema, NamedSchema, Schema, SchemaName } from "./schema";

export interface ObjectProperty {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

export type SchemasByName = ReadonlyMap<SchemaName, Schema>;

export function byName(schemas: readonly NamedSchema[]): SchemasByName {
  return new Map(schemas.map((one) => [one.name, one.schema]));
}

/** Follows references; an alternative between one schema and null counts as that schema. */
export function resolved(schema: Schema | undefined, schemas: SchemasByName): KeywordSchema | undefined {
  let current = schema;
  for (let hops = 0; hops < 50; hops++) {
    if (current === undefined || current.kind === "boolean") return undefined;
    if (current.kind === "ref") current = schemas.get(current.to);
    else {
      const inner = onlyAlternative(current);
      if (inner === undefined) return current;
      current = inner;
    }
  }
  return undefined;
}

function onlyAlternative(schema: KeywordSchema): Schema | undefined {
  const alternatives = (schema.anyOf ?? schema.oneOf)?.filter(
    (one) => !(one.kind === "keywords" && one.types?.length === 1 && one.types[0] === "null"),
  );
  return alternatives?.length === 1 && schema.properties === undefined ? alternatives[0] : undefined;
}

/** Properties of an object, those of its `allOf` parts first. */
export function propertiesOf(schema: Schema | undefined, schemas: SchemasByName): readonly ObjectProperty[] {
  const found = new Map<string, ObjectProperty>();
  const required = new Set<string>();
  collect(schema, schemas, found, required, new Set());
  return [...found.values()].map((one) => ({ ...one, isRequired: required.has(one.name) }));
}

function collect(
  schema: Schema | undefined,
  schemas: SchemasByName,
  found: Map<string, ObjectProperty>,
  required: Set<string>,
  seen: Set<KeywordSchema>,
): void {
  const target = resolved(schema, schemas);
  if (target === undefined || seen.has(target)) return;
  seen.add(target);
  for (const part of target.allOf ?? []) collect(part, schemas, found, required, seen);
  for (const { name, schema: inner } of target.properties ?? []) {
    found.set(name, { name, schema: inner, isRequired: false });
  }
  for (const name of target.required ?? []) required.add(name);
}

/** Items of an array schema. */
export function itemsOf(schema: Schema | undefined, schemas: SchemasByName): Schema | undefined {
  return resolved(schema, schemas)?.items;
}

export function isArray(schema: Schema | undefined, schemas: SchemasByName): boolean {
  const target = resolved(schema, schemas);
  return target?.types?.includes("array") === true || target?.items !== undefined;
}

/** Schema of the JSON body among media types: `application/json`, a type that ends in `+json`, or any type. */
export function jsonSchema(content: readonly MediaType[]): Schema | undefined {
  const types = content.map((one) => ({ ...one, plain: one.type.split(";")[0]?.trim().toLowerCase() ?? "" }));
  return types.find(({ plain }) => plain === "application/json" || plain.endsWith("+json") || plain === "*/*")?.schema;
}
