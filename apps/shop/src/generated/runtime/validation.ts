// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: c23bcba5e330f7e4
import type { TSchema } from "@sinclair/typebox";
import { Compile, type Validator } from "typebox/schema";
import { Settings } from "typebox/system";
import type { ProblemDetail } from "./problem.js";
import { toDetails } from "./validation-details.js";

/** More than this helps nobody. */
const maxDetails = 20;
/** Alternatives of a choice have errors of their own, of which few are told. The work on a hostile body stays small. */
Settings.Set({ maxErrors: 200 });

export type Check = (value: unknown) => readonly ProblemDetail[];

/** Checks a value by JSON Schema 2020-12. The schema is compiled when it is used for the first time. */
export function checkOf(schema: TSchema, referenced: readonly TSchema[]): Check {
  let validator: Validator | undefined;
  return (value) => {
    validator ??= Compile(byId(referenced), schema) as unknown as Validator;
    if (validator.Check(value)) return [];
    const details = toDetails(validator.Errors(value)[1], value).slice(0, maxDetails);
    // What is refused is refused, also where no error says why.
    return details.length > 0 ? details : [{ field: "", message: "is not valid" }];
  };
}

export function byId(schemas: readonly TSchema[]): Record<string, TSchema> {
  const found = Object.create(null) as Record<string, TSchema>;
  for (const schema of schemas) if (schema.$id !== undefined) found[schema.$id] = schema;
  return found;
}
