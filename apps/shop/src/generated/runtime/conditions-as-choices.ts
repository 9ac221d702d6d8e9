// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 6f4a86264efc2015
import type { TSchema } from "@sinclair/typebox";
import { mapSchemas } from "./map-schemas.js";
import { remembered } from "./remembered.js";
import { type Rewriting, rewriting } from "./rewriting.js";

/**
 * When `if` fails inside of a property, typebox 1.4 loses track of what has been evaluated: `unevaluatedProperties` then refuses what
 * `else` allows, and may allow what belongs to another object. Among schemas that ask for it, a condition becomes the choice that it
 * is: both the condition and `then`, or not the condition, and `else`. Schemas without such a place come back as they are.
 */
export const conditionsAsChoices: Rewriting = (schemas) =>
  isAsking(schemas.schema) || isSomeAsking(schemas.referenced) ? asChoices(schemas) : schemas;

const asChoices = rewriting((schema) => mapSchemas(schema, asChoice) as TSchema);

function asChoice(keywords: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { $id, if: condition, then: first = true, else: second = true, ...rest } = keywords;
  if (condition === undefined) return keywords;
  // The choice goes beside the others, which may have one of their own. What is unevaluated is asked for where it was.
  const { unevaluatedProperties, unevaluatedItems, ...asserted } = rest;
  return {
    ...($id !== undefined && { $id }),
    ...(asserted.type !== undefined && { type: asserted.type }),
    allOf: [asserted, { anyOf: [{ allOf: [condition, first] }, { allOf: [{ not: condition }, second] }] }],
    ...(unevaluatedProperties !== undefined && { unevaluatedProperties }),
    ...(unevaluatedItems !== undefined && { unevaluatedItems }),
  };
}

const isSomeAsking = remembered((schemas: readonly TSchema[]) => schemas.some(isAsking));

function isAsking(schema: TSchema): boolean {
  let isFound = false;
  mapSchemas(schema, (keywords) => {
    isFound ||= "unevaluatedProperties" in keywords || "unevaluatedItems" in keywords;
    return keywords;
  });
  return isFound;
}
