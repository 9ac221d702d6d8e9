// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 132a25b6bd145f67
import type { TSchema } from "@sinclair/typebox";
import { mapSchemas } from "./map-schemas.js";
import { rewriting } from "./rewriting.js";

/**
 * Of a condition, typebox 1.4 tells what is wrong by `else`, and of `then` only that it fails. So for telling, `then` becomes the `else`
 * of the opposite condition. A schema without such a place comes back as it is.
 */
export const toldConditions = rewriting((schema) => mapSchemas(schema, toldCondition) as TSchema);

function toldCondition(keywords: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { if: condition, then: first, else: second, ...rest } = keywords;
  if (condition === undefined || first === undefined) return keywords;
  const opposite = { if: { not: condition }, else: first };
  const parts = second === undefined ? [opposite] : [{ if: condition, else: second }, opposite];
  return { ...rest, allOf: [...(Array.isArray(rest.allOf) ? rest.allOf : []), ...parts] };
}
