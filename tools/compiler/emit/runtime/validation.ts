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
export type Fit = (value: unknown) => boolean;

/** Checks a value by JSON Schema 2020-12. The schema is compiled when it is used for the first time. */
export function checkOf(schema: TSchema, referenced: readonly TSchema[]): Check {
  const compiled = whenUsed(schema, referenced);
  return (value) => {
    const validator = compiled();
    if (validator.Check(value)) return [];
    const details = toDetails(validator.Errors(value)[1], value).slice(0, maxDetails);
    // What is refused is refused, also where no error says why.
    return details.length > 0 ? details : [{ field: "", message: "is not valid" }];
  };
}

/** The same without the reasons. */
export function fitOf(schema: TSchema, referenced: readonly TSchema[]): Fit {
  const compiled = whenUsed(schema, referenced);
  return (value) => compiled().Check(value);
}

function whenUsed(schema: TSchema, referenced: readonly TSchema[]): () => Validator {
  let validator: Validator | undefined;
  return () => {
    validator ??= Compile(byId(referenced), schema) as unknown as Validator;
    return validator;
  };
}

export function byId(schemas: readonly TSchema[]): Record<string, TSchema> {
  const found = Object.create(null) as Record<string, TSchema>;
  for (const schema of schemas) if (schema.$id !== undefined) found[schema.$id] = schema;
  return found;
}
