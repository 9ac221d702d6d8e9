// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: cf1a82eb30879009
import type { TSchema } from "@sinclair/typebox";
import { mapSchemas } from "./map-schemas.js";
import { rewriting } from "./rewriting.js";

/**
 * `unevaluatedProperties` is about objects alone (JSON Schema 2020-12, 11.3), but typebox 1.4 refuses arrays by it, too. Where a
 * schema takes other values than objects, the keyword is put behind a condition. A schema without such a place comes back as it is.
 */
export const forObjectsOnly = rewriting((schema) => mapSchemas(schema, forObjectsOnlyHere) as TSchema);

function forObjectsOnlyHere(keywords: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { $id, unevaluatedProperties, ...rest } = keywords;
  if (unevaluatedProperties === undefined || rest.type === "object") return keywords;
  // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
  const choice = { if: { type: "object" }, then: { ...rest, unevaluatedProperties }, else: rest };
  return $id === undefined ? choice : { $id, ...choice };
}
