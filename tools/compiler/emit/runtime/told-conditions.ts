import { mapSchemas } from "./map-schemas.js";

/**
 * Of a condition, typebox 1.4 tells what is wrong by `else`, and of `then` only that it fails. So for telling, `then` becomes the `else`
 * of the opposite condition. A schema without such a place comes back as it is.
 */
export function toldConditions<Schema>(schema: Schema): Schema {
  return mapSchemas(schema, (keywords) => {
    const { if: condition, then: first, else: second, ...rest } = keywords;
    if (condition === undefined || first === undefined) return keywords;
    const opposite = { if: { not: condition }, else: first };
    const parts = second === undefined ? [opposite] : [{ if: condition, else: second }, opposite];
    return { ...rest, allOf: [...(Array.isArray(rest.allOf) ? rest.allOf : []), ...parts] };
  }) as Schema;
}
