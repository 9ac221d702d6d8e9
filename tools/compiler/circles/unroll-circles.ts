import { byName, type SchemasByName } from "../model/properties-of";
import type { KeywordSchema, Schema, SchemaName } from "../model/schema";
import type { Service } from "../model/service";

/**
 * Writes out what a schema takes by `allOf` from a base that lists the schema itself among its choices: "Pet is a Cat or a
 * Dog, a Cat is a Pet that hunts". By the letter of JSON Schema, to judge such a value never ends; what is meant is that the
 * base's choice is made before (OpenAPI 3.1 §4.8.25, the discriminator with inheritance). So the base is taken without it.
 */
export function unrollCircles(service: Service): Service {
  const schemas = byName(service.schemas);
  const reached = reachedInPlace(schemas);
  const isCircular = (name: SchemaName) => reached(name).has(name);
  if (!service.schemas.some(({ name }) => isCircular(name))) return service;
  const unrolled = service.schemas.map((named) =>
    isCircular(named.name) ? { ...named, schema: unroll(named.schema, named.name, { schemas, reached }) } : named,
  );
  return { ...service, schemas: unrolled };
}

interface Circles {
  readonly schemas: SchemasByName;
  /** Schemas that judge the same value as a schema does, directly or through others. */
  readonly reached: (name: SchemaName) => ReadonlySet<SchemaName>;
}

function unroll(schema: Schema, start: SchemaName, circles: Circles): Schema {
  if (schema.kind !== "keywords") return schema;
  return withParts(schema, (part) => base(part, start, [start], circles));
}

/** A part of an `allOf`; one that leads back to the start is written out, without the choices and parts that do. */
function base(part: Schema, start: SchemaName, open: readonly SchemaName[], circles: Circles): readonly Schema[] {
  const isBack = (one: Schema) => inPlace(one).some((name) => name === start || circles.reached(name).has(start));
  if (!isBack(part)) return [part];
  if (part.kind === "boolean") return [part];
  if (part.kind === "ref") {
    const target = circles.schemas.get(part.to);
    if (open.includes(part.to) || target === undefined) return [];
    return base(target, start, [...open, part.to], circles);
  }
  const { oneOf, anyOf, discriminator, title: _title, description: _description, ...rest } = part;
  const isKept = (choice: readonly Schema[] | undefined) => choice !== undefined && !choice.some(isBack);
  const kept: KeywordSchema = {
    ...rest,
    ...(isKept(oneOf) && { oneOf }),
    ...(isKept(anyOf) && { anyOf }),
    ...((isKept(oneOf) || isKept(anyOf)) && { discriminator }),
  };
  return [withParts(kept, (inner) => base(inner, start, open, circles))];
}

function withParts(schema: KeywordSchema, change: (part: Schema) => readonly Schema[]): KeywordSchema {
  if (schema.allOf === undefined) return schema;
  const { allOf, ...rest } = schema;
  const parts = allOf.flatMap(change);
  return parts.length === 0 ? rest : { ...rest, allOf: parts };
}

function reachedInPlace(schemas: SchemasByName): Circles["reached"] {
  const direct = new Map([...schemas].map(([name, schema]) => [name, inPlace(schema)]));
  const known = new Map<SchemaName, ReadonlySet<SchemaName>>();
  return (start) => {
    const before = known.get(start);
    if (before !== undefined) return before;
    const found = new Set<SchemaName>();
    const open = [...(direct.get(start) ?? [])];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      open.push(...(direct.get(name) ?? []));
    }
    known.set(start, found);
    return found;
  };
}

/** Schemas that are asked about the very value that this one is asked about. */
function inPlace(schema: Schema): readonly SchemaName[] {
  if (schema.kind === "boolean") return [];
  if (schema.kind === "ref") return [schema.to];
  return [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].flatMap(inPlace);
}
