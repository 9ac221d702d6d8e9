import type { TSchema } from "@sinclair/typebox";
import { asJson } from "./as-json.js";
import { type Keywords, propertiesOf, type Resolve } from "./parameter-value.js";
import { fitOf } from "./validation.js";

/** Which names an object may have, where that can depend on its value. */
export type KnownNames = (value: unknown) => (name: string) => boolean;

/**
 * The names of a closed object; `undefined`: it is open. `additionalProperties` knows only the properties beside it;
 * `unevaluatedProperties` those of every schema that the value satisfies (JSON Schema 2020-12, 11.3): of a condition, the branch
 * that holds.
 */
export function knownNames(
  keywords: Keywords,
  resolve: Resolve,
  referenced: readonly TSchema[],
): KnownNames | undefined {
  if (isNever(keywords.additionalProperties)) return always(namesOf([keywords], resolve));
  if (!isNever(keywords.unevaluatedProperties)) return undefined;
  const all = partsOf(keywords, resolve, lists);
  if (!all.some(dependsOnValue)) return always(namesOf(all, resolve));
  return (value) => {
    const written = asJson(value);
    const fits = (schema: unknown) => fitOf(schema as TSchema, referenced)(written);
    return namesOf(
      partsOf(keywords, resolve, (part) => applying(part, value, fits)),
      resolve,
    );
  };
}

function always(isKnown: (name: string) => boolean): KnownNames {
  return () => isKnown;
}

function namesOf(parts: readonly Keywords[], resolve: Resolve): (name: string) => boolean {
  const names = new Set(parts.flatMap((part) => Object.keys(propertiesOf(part, resolve))));
  const patterns = parts.flatMap(patternsOf).map(([pattern]) => new RegExp(pattern, "u"));
  const isOpen = parts.some((part) => [part.additionalProperties, part.unevaluatedProperties].some(allowsOthers));
  return (name) => isOpen || names.has(name) || patterns.some((one) => one.test(name));
}

function allowsOthers(schema: unknown): boolean {
  return schema !== undefined && !isNever(schema);
}

/** `patternProperties`, which are regular expressions. */
export function patternsOf({ patternProperties }: Keywords): readonly (readonly [string, unknown])[] {
  return Object.entries((patternProperties as Readonly<Record<string, unknown>> | undefined) ?? {});
}

/** A schema and those that say something of the same value, each once. */
function partsOf(
  schema: unknown,
  resolve: Resolve,
  innerOf: (part: Keywords) => readonly unknown[],
  seen = new Set<Keywords>(),
): readonly Keywords[] {
  const keywords = resolve(schema);
  if (seen.has(keywords)) return [];
  seen.add(keywords);
  const inner = innerOf(keywords).filter((one) => typeof one === "object");
  return [keywords, ...inner.flatMap((one) => partsOf(one, resolve, innerOf, seen))];
}

function dependsOnValue({ anyOf, oneOf, if: condition, dependentSchemas }: Keywords): boolean {
  return [anyOf, oneOf, condition, dependentSchemas].some((one) => one !== undefined);
}

function lists(part: Keywords): readonly unknown[] {
  const single = [part.if, part.then, part.else, ...Object.values((part.dependentSchemas as object | undefined) ?? {})];
  return [part.allOf, part.anyOf, part.oneOf, single].flatMap((list) => (Array.isArray(list) ? list : []));
}

/** Those that a value satisfies. Of a choice that it fails, all: it is broken, and keeps what some branch knows. */
function applying(part: Keywords, value: unknown, fits: (schema: unknown) => boolean): readonly unknown[] {
  const found: unknown[] = Array.isArray(part.allOf) ? [...part.allOf] : [];
  for (const choice of [part.anyOf, part.oneOf]) {
    if (!Array.isArray(choice)) continue;
    const held = choice.filter(fits);
    found.push(...(held.length > 0 ? held : choice));
  }
  if (part.if !== undefined) found.push(...(fits(part.if) ? [part.if, part.then] : [part.else]));
  const dependent = Object.entries((part.dependentSchemas as object | undefined) ?? {}) as [string, unknown][];
  for (const [name, schema] of dependent) if (Object.hasOwn(value as object, name)) found.push(schema);
  return found;
}

/** The schema `false`, as it is or as TypeBox writes it. */
export function isNever(schema: unknown): boolean {
  if (schema === false) return true;
  if (typeof schema !== "object" || schema === null || !("not" in schema)) return false;
  const { not } = schema;
  return typeof not === "object" && not !== null && Object.keys(not).length === 0;
}
