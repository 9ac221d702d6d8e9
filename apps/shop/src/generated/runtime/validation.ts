// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 5a48dc45ed80e15e
import type { TSchema } from "@sinclair/typebox";
import { Compile, type Validator } from "typebox/schema";
import { Settings } from "typebox/system";
import { forObjectsOnly } from "./objects-only.js";
import type { ProblemDetail } from "./problem.js";
import { toDetails } from "./validation-details.js";

/** More than this helps nobody, and the work on a hostile body stays small. */
const maxDetails = 20;
Settings.Set({ maxErrors: maxDetails });

export type Check = (value: unknown) => readonly ProblemDetail[];

/** Checks a value by JSON Schema 2020-12. The schema is compiled when it is used for the first time. */
export function checkOf(schema: TSchema, referenced: readonly TSchema[]): Check {
  let validator: Validator | undefined;
  return (value) => {
    validator ??= Compile(byId(referenced.map(forObjectsOnly)), forObjectsOnly(schema)) as unknown as Validator;
    if (validator.Check(value)) return [];
    return toDetails(validator.Errors(value)[1], value).slice(0, maxDetails);
  };
}

export function byId(schemas: readonly TSchema[]): Record<string, TSchema> {
  const found = Object.create(null) as Record<string, TSchema>;
  for (const schema of schemas) if (schema.$id !== undefined) found[schema.$id] = schema;
  return found;
}
