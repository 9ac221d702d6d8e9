// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 958ce50bdf1e8f2d
import type { TSchema } from "@sinclair/typebox";

const done = new WeakMap<object, object>();

/**
 * `unevaluatedProperties` is about objects alone (JSON Schema 2020-12, 11.3), but typebox 1.4 refuses arrays by it, too. Where a
 * schema takes other values than objects, the keyword is put behind a condition.
 */
export function forObjectsOnly(schema: TSchema): TSchema {
  const known = done.get(schema) ?? guarded(schema);
  done.set(schema, known as object);
  return known as TSchema;
}

function guarded(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(guarded);
  if (typeof schema !== "object" || schema === null) return schema;
  const whole = mapValues(schema, (value, key) =>
    isMap(key) ? mapValues(value as object, guarded) : isData(key) ? value : guarded(value),
  );
  const { $id, unevaluatedProperties, ...rest } = whole;
  if (unevaluatedProperties === undefined || rest.type === "object") return whole;
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  const choice = { if: { type: "object" }, then: { ...rest, unevaluatedProperties }, else: rest };
  return $id === undefined ? choice : { $id, ...choice };
}

function mapValues(record: object, change: (value: unknown, key: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}

/** A keyword of which the value is a schema for each of some names. */
function isMap(key: string): boolean {
  return key === "properties" || key === "patternProperties" || key === "dependentSchemas";
}

/** A keyword of which the value is no schema. */
function isData(key: string): boolean {
  return key === "const" || key === "enum" || key === "default";
}
