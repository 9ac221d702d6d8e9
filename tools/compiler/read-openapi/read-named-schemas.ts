import { byCodeUnit } from "../model/by-code-unit";
import type { JsonValue } from "../model/json-value";
import type { KeywordSchema, NamedSchema, Schema, SchemaName } from "../model/schema";
import { DynamicScope } from "./dynamic-scope";
import { addAlternatives } from "./inheritance/add-alternatives";
import { findSubschemas, nameOfSchema } from "./inheritance/find-subschemas";
import type { Located } from "./located";
import { readSchema } from "./read-schema";
import type { Reading } from "./reading";
import { resolveFully } from "./resolve-reference";

interface ReadSchema {
  readonly schema: Schema;
  readonly place: Located;
}

type ReadSchemas = Map<SchemaName, ReadSchema>;

/** Reads what operations refer to, then what that refers to and what is made of it, until nothing new is named. */
export function readNamedSchemas(reading: Reading): readonly NamedSchema[] {
  const read: ReadSchemas = new Map();
  do readQueue(reading, read);
  while (queueSubschemas(reading));
  const completed = new Set<unknown>();
  const schemas = [...read].map(([name, one]) => {
    const choice = reading.bases.has(one.place.value) ? withAlternatives(reading, name, one, read) : undefined;
    if (choice !== undefined) completed.add(one.place.value);
    return { name, schema: choice ?? one.schema };
  });
  for (const [value, place] of reading.bases) {
    if (completed.has(value)) continue;
    const hint =
      "Values are checked against this schema alone: no named schema has it in an `allOf`. List the schemas that it selects in a `oneOf`.";
    const at = place.get("discriminator") ?? place;
    reading.features.add("openapi/unsupported-feature", "discriminator without oneOf or anyOf", at, hint);
  }
  return schemas.sort((a, b) => byCodeUnit(a.name, b.name));
}

function readQueue(reading: Reading, read: ReadSchemas): void {
  const { queue } = reading.schemaNames;
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    reading.scope = next.scope;
    // A chain of references that never arrives anywhere would be a type without a meaning.
    const target = next.place.get("$ref") === undefined ? next.place : resolveFully(reading, next.place);
    const place = reading.schemaNames.isAlias(next.name) && target !== undefined ? target : next.place;
    const schema =
      target === undefined
        ? ({ kind: "boolean", accepts: true, span: next.place.span } as const)
        : readSchema(reading, place);
    read.set(next.name, { schema, place });
  }
}

/** Names what is made of the bases that were found. @returns whether something new is named */
function queueSubschemas(reading: Reading): boolean {
  if (reading.bases.size === 0) return false;
  reading.scope = DynamicScope.empty;
  for (const base of reading.bases.values()) {
    for (const { target } of findSubschemas(reading, base)) reading.nameOf(target);
  }
  return reading.schemaNames.queue.length > 0;
}

function withAlternatives(
  reading: Reading,
  name: SchemaName,
  { schema, place }: ReadSchema,
  read: ReadSchemas,
): Schema | undefined {
  reading.scope = DynamicScope.empty;
  const base = {
    own: { value: nameOfSchema(reading, place) ?? name, to: name },
    subschemas: findSubschemas(reading, place).map((one) => ({ value: one.name, to: reading.nameOf(one.target) })),
    valuesOf: (one: KeywordSchema, property: string) =>
      listedValues(one.properties?.find((each) => each.name === property)?.schema, read),
  };
  return addAlternatives(schema, base);
}

function listedValues(schema: Schema | undefined, read: ReadSchemas, hops = 0): readonly JsonValue[] | undefined {
  if (schema === undefined || schema.kind === "boolean" || hops > 32) return undefined;
  if (schema.kind === "ref") return listedValues(read.get(schema.to)?.schema, read, hops + 1);
  return schema.const === undefined ? schema.enum : [schema.const];
}
