// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 54877e65ea0573cc
import type { TSchema } from "@sinclair/typebox";
import type { TLocalizedValidationError } from "typebox/error";
import { Set as setFormat } from "typebox/format";
import { Compile, type Validator } from "typebox/schema";
import { Settings } from "typebox/system";
import { isBase64 } from "./base64.js";
import { conditionsAsChoices } from "./conditions-as-choices.js";
import { isDoubling } from "./doubling.js";
import { metered, TooMuchWork } from "./metered.js";
import { forObjectsOnly } from "./objects-only.js";
import { namesInherited, ownProperties } from "./own-properties.js";
import type { ProblemDetail } from "./problem.js";
import { byId, type Schemas } from "./rewriting.js";
import { toldChoices } from "./told-choices.js";
import { toldConditions } from "./told-conditions.js";
import { toDetails } from "./validation-details.js";

/** More than this helps nobody. */
const maxDetails = 20;
/** Alternatives of a choice have errors of their own, of which few are told. The work on a hostile body stays small. */
const maxErrors = 200;
Settings.Set({ maxErrors });
/** "base64 encoded characters" (OpenAPI 3.0.3, Data Types). JSON Schema has no such format. */
setFormat("byte", isBase64);

export type Check = (value: unknown) => readonly ProblemDetail[];
export type Fit = (value: unknown) => boolean;

/** Checks a value by JSON Schema 2020-12. The schema is compiled when it is used for the first time. */
export function checkOf(schema: TSchema, referenced: readonly TSchema[]): Check {
  const validators = whenUsed(schema, referenced);
  return (given) => {
    const value = validators.seen(given);
    const fit = judge(value, validators);
    if (fit === true) return [];
    const details = fit === false ? detailsOf(value, validators) : [{ field: "", message: "takes too long to check" }];
    // What is refused is refused, also where no error says why.
    return details.length > 0 ? details : [{ field: "", message: "is not valid" }];
  };
}

/** The same without the reasons. */
export function fitOf(schema: TSchema, referenced: readonly TSchema[]): Fit {
  const validators = whenUsed(schema, referenced);
  return (value) => judge(validators.seen(value), validators) === true;
}

/** All alternatives are asked for reasons, again in each level: what nobody means to send must not take for ever. */
function detailsOf(value: unknown, { telling, isDoubling }: Validators): readonly ProblemDetail[] {
  try {
    const errors = telling().Errors(metered(value, readsForReasons))[1];
    // Where alternatives lie within alternatives, the first errors are no longer those of what was meant.
    return errors.length >= maxErrors && isDoubling() ? [] : toDetails(short(errors), value).slice(0, maxDetails);
  } catch (error) {
    if (isTooMuch(error)) return [];
    throw error;
  }
}

/** The first errors; fewer where they are so deep down that comparing their places would take long. */
function short(errors: readonly TLocalizedValidationError[]): readonly TLocalizedValidationError[] {
  let left = 60_000;
  return errors.filter(({ schemaPath, instancePath }, index) => {
    left -= schemaPath.length + instancePath.length;
    return left > 0 || index === 0;
  });
}

/** `undefined`: it would take too long to say. */
function judge(value: unknown, validators: Validators): boolean | undefined {
  try {
    return isFit(
      validators.isDoubling() && depthOf(value) > harmlessDepth ? metered(value, readsForJudging) : value,
      validators,
    );
  } catch (error) {
    if (isTooMuch(error)) return undefined;
    throw error;
  }
}

/** Down to here, even work that doubles is little. */
const harmlessDepth = 6;
/** Each is a tenth of a second or less: a validator that judges is compiled, one that tells reasons is not. */
const [readsForJudging, readsForReasons] = [1_000_000, 20_000];

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  let depth = 0;
  for (const one of Object.values(value)) depth = Math.max(depth, depthOf(one));
  return depth + 1;
}

/** Work beyond its measure, or deeper than the stack. */
function isTooMuch(error: unknown): boolean {
  return error instanceof TooMuchWork || error instanceof RangeError;
}

interface Validators {
  readonly isDoubling: () => boolean;
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
    isDoubling: once(() => isDoubling(schema, referenced)),
    seen: inherited(schema, referenced),
    strict,
    lenient: once(() => {
      const guarded = forObjectsOnly(judging());
      return guarded === judging() ? strict() : compile(guarded);
    }),
    telling: once(() => {
      const told = toldConditions(toldChoices(given));
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
