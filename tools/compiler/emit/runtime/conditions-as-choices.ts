import { mapSchemas } from "./map-schemas.js";

/**
 * When `if` fails inside of a property, typebox 1.4 loses track of what has been evaluated: `unevaluatedProperties` then refuses what
 * `else` allows, and may allow what belongs to another object. Among schemas that ask for it, a condition becomes the choice that it
 * is: both the condition and `then`, or not the condition, and `else`. Schemas without such a place come back as they are.
 */
export function conditionsAsChoices<Schema>(schemas: readonly Schema[]): readonly Schema[] {
  if (!schemas.some(asksForEvaluated)) return schemas;
  return mapSchemas(schemas, (keywords) => {
    const { if: condition, then: first = true, else: second = true, ...rest } = keywords;
    if (condition === undefined) return keywords;
    const choice = { anyOf: [{ allOf: [condition, first] }, { allOf: [{ not: condition }, second] }] };
    const { $id, ...others } = rest;
    // Beside the others: they may have a choice of their own. What is unevaluated is asked for where it was.
    const { unevaluatedProperties, unevaluatedItems, ...asserted } = others;
    const asked = {
      ...(unevaluatedProperties !== undefined && { unevaluatedProperties }),
      ...(unevaluatedItems !== undefined && { unevaluatedItems }),
    };
    return {
      ...($id !== undefined && { $id }),
      ...(asserted.type !== undefined && { type: asserted.type }),
      allOf: [asserted, choice],
      ...asked,
    };
  }) as readonly Schema[];
}

function asksForEvaluated(schema: unknown): boolean {
  let isAsking = false;
  mapSchemas(schema, (keywords) => {
    isAsking ||= "unevaluatedProperties" in keywords || "unevaluatedItems" in keywords;
    return keywords;
  });
  return isAsking;
}
