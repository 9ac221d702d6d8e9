/**
 * `unevaluatedProperties` is about objects alone (JSON Schema 2020-12, 11.3), but typebox 1.4 refuses arrays by it, too. Where a
 * schema takes other values than objects, the keyword is put behind a condition. A schema without such a place comes back as it is.
 */
export function forObjectsOnly<Schema>(schema: Schema): Schema {
  return guarded(schema) as Schema;
}

function guarded(schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return sameOr(schema, schema.map(guarded));
  const mapped = mapValues(schema, (value, key) =>
    isMap(key) ? mapValues(value as object, guarded) : isData(key) ? value : guarded(value),
  );
  const { $id, unevaluatedProperties, ...rest } = mapped as Record<string, unknown>;
  if (unevaluatedProperties === undefined || rest.type === "object") return mapped;
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  const choice = { if: { type: "object" }, then: { ...rest, unevaluatedProperties }, else: rest };
  return $id === undefined ? choice : { $id, ...choice };
}

function mapValues(record: object, change: (value: unknown, key: string) => unknown): object {
  return sameOr(record, Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)])));
}

function sameOr(before: object, after: object): object {
  return Object.entries(after).every(([key, value]) => Reflect.get(before, key) === value) ? before : after;
}

/** A keyword of which the value is a schema for each of some names. */
function isMap(key: string): boolean {
  return key === "properties" || key === "patternProperties" || key === "dependentSchemas";
}

/** A keyword of which the value is no schema. */
function isData(key: string): boolean {
  return key === "const" || key === "enum" || key === "default";
}
