// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 842ad14aee52a3ec
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
  let lenient: Validator | undefined;
  return (value) => {
    validator ??= compile(schema, referenced);
    if (validator.Check(value)) return [];
    lenient ??= compileLenient(schema, referenced, validator);
    if (lenient !== validator && lenient.Check(value)) return [];
    return toDetails(validator.Errors(value)[1], value).slice(0, maxDetails);
  };
}

function compile(schema: TSchema, referenced: readonly TSchema[]): Validator {
  return Compile(byId(referenced), schema) as unknown as Validator;
}

/** Has the last word, while errors are told by the schema as it is: those of a condition name no field. */
function compileLenient(schema: TSchema, referenced: readonly TSchema[], strict: Validator): Validator {
  const all = [schema, ...referenced];
  const [own = schema, ...others] = all.map(forObjectsOnly);
  return [own, ...others].every((one, index) => one === all[index]) ? strict : compile(own, others);
}

export function byId(schemas: readonly TSchema[]): Record<string, TSchema> {
  const found = Object.create(null) as Record<string, TSchema>;
  for (const schema of schemas) if (schema.$id !== undefined) found[schema.$id] = schema;
  return found;
}
