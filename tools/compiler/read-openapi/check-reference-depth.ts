import type { NamedSchema, Schema, SchemaName } from "../model/schema";
import type { Reading } from "./reading";
import { depthLimit } from "./source/source-document";

/**
 * Schemas that apply to one and the same value lead from one to the next; who prints or merges them recurses. Reports the
 * first schema from which such a chain is longer than values may be nested.
 */
export function checkReferenceDepth(reading: Reading, all: readonly NamedSchema[]): void {
  const schemas = new Map(all.map((one) => [one.name, one.schema]));
  const depths = new Map<SchemaName, number>();
  const depthOf = (name: SchemaName, above: number): number => {
    const known = depths.get(name);
    const schema = schemas.get(name);
    if (known !== undefined || schema === undefined || above > depthLimit) return known ?? 1;
    // What leads back to itself goes no deeper; others judge such circles.
    depths.set(name, 0);
    const depth = 1 + Math.max(0, ...inPlace(schema).map((next) => depthOf(next, above + 1)));
    depths.set(name, depth);
    return depth;
  };
  for (const { name, schema } of all) {
    if (depthOf(name, 0) <= depthLimit) continue;
    reading.reportLongChain(schema.span, name);
    return;
  }
}

/** Names of the schemas that apply to the same value. */
function inPlace(schema: Schema): readonly SchemaName[] {
  if (schema.kind === "boolean") return [];
  if (schema.kind === "ref") return [schema.to];
  const lists = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => list ?? []);
  const single = [schema.not, schema.if, schema.then, schema.else].flatMap((one) => one ?? []);
  const dependent = (schema.dependentSchemas ?? []).map((one) => one.schema);
  return [...lists, ...single, ...dependent].flatMap(inPlace);
}
