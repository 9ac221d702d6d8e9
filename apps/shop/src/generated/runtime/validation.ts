// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 21a1c0e40d745a61
import type { TSchema } from "@sinclair/typebox";
import { Set as setFormat } from "typebox/format";
import { Compile, type Validator } from "typebox/schema";
import { Settings } from "typebox/system";
import { isBase64 } from "./base64.js";
import { conditionsAsChoices } from "./conditions-as-choices.js";
import { forObjectsOnly } from "./objects-only.js";
import { namesInherited, ownProperties } from "./own-properties.js";
import type { ProblemDetail } from "./problem.js";
import { remembered } from "./remembered.js";
import type { Schemas } from "./rewriting.js";
import { toldConditions } from "./told-conditions.js";
import { toDetails } from "./validation-details.js";

/** More than this helps nobody. */
const maxDetails = 20;
/** Alternatives of a choice have errors of their own, of which few are told. The work on a hostile body stays small. */
Settings.Set({ maxErrors: 200 });
/** "base64 encoded characters" (OpenAPI 3.0.3, Data Types). JSON Schema has no such format. */
setFormat("byte", isBase64);

export type Check = (value: unknown) => readonly ProblemDetail[];
export type Fit = (value: unknown) => boolean;

/** Checks a value by JSON Schema 2020-12. The schema is compiled when it is used for the first time. */
export function checkOf(schema: TSchema, referenced: readonly TSchema[]): Check {
  const validators = whenUsed(schema, referenced);
  return (given) => {
    const value = validators.seen(given);
    if (isFit(value, validators)) return [];
    const details = toDetails(validators.telling().Errors(value)[1], value).slice(0, maxDetails);
    // What is refused is refused, also where no error says why.
    return details.length > 0 ? details : [{ field: "", message: "is not valid" }];
  };
}

/** The same without the reasons. */
export function fitOf(schema: TSchema, referenced: readonly TSchema[]): Fit {
  const validators = whenUsed(schema, referenced);
  return (value) => isFit(validators.seen(value), validators);
}

interface Validators {
  /** The value as typebox has to see it, which looks up properties by `in`. */
  readonly seen: (value: unknown) => unknown;
  readonly strict: () => Validator;
  /** Has the last word. */
  readonly lenient: () => Validator;
  /** Its errors are told: those of the others name no field where there is a condition. */
  readonly telling: () => Validator;
}

/** Most operations answer with schemas that others answer with too: each is compiled once, for all of them. */
const known = new WeakMap<TSchema, Validators>();

function whenUsed(schema: TSchema, referenced: readonly TSchema[]): Validators {
  const validators = known.get(schema) ?? notYetUsed(schema, referenced);
  known.set(schema, validators);
  return validators;
}

function notYetUsed(schema: TSchema, referenced: readonly TSchema[]): Validators {
  const given = { schema, referenced };
  const judging = once(() => conditionsAsChoices(given));
  const strict = once(() => compile(judging()));
  return {
    seen: inherited(schema, referenced),
    strict,
    lenient: once(() => {
      const guarded = forObjectsOnly(judging());
      return guarded === judging() ? strict() : compile(guarded);
    }),
    telling: once(() => {
      const told = toldConditions(given);
      return told === judging() ? strict() : compile(told);
    }),
  };
}

function inherited(schema: TSchema, referenced: readonly TSchema[]): Validators["seen"] {
  const isNamed = once(() => namesInherited(schema) || namesInherited(referenced));
  return (value) => (isNamed() ? ownProperties(value) : value);
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function isFit(value: unknown, { strict, lenient }: Validators): boolean {
  return strict().Check(value) || (lenient() !== strict() && lenient().Check(value));
}

function compile({ schema, referenced }: Schemas): Validator {
  return Compile(byId(referenced), schema) as unknown as Validator;
}

/** The operations of a resource share their list of schemas, and so this table of it. */
export const byId = remembered((schemas: readonly TSchema[]): Record<string, TSchema> => {
  const found = Object.create(null) as Record<string, TSchema>;
  for (const schema of schemas) if (schema.$id !== undefined) found[schema.$id] = schema;
  return found;
});
