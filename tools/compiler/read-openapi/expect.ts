import { kindOf, type Located } from "./located";
import type { Reading } from "./reading";
import { resolveFully } from "./resolve-reference";

type Kind = "text" | "boolean" | "object" | "list";

const tests: Readonly<Record<Kind, (at: Located) => boolean>> = {
  text: (at) => typeof at.value === "string",
  boolean: (at) => typeof at.value === "boolean",
  object: (at) => at.isObject,
  list: (at) => Array.isArray(at.value),
};

const words: Readonly<Record<Kind, string>> = {
  text: "a text",
  boolean: "true or false",
  object: "an object",
  list: "a list",
};

/** A member of the expected kind; another kind is reported and read as if the member were not there. */
export function member(reading: Reading, of: Located, field: string, kind: Kind): Located | undefined {
  const at = of.get(field);
  if (at === undefined) return undefined;
  const value = isReference(at) ? resolveFully(reading, at) : at;
  return value !== undefined && isKind(reading, value, field, kind) ? value : undefined;
}

/**
 * A `$ref` where OpenAPI allows none, in place of a map or list such as `properties` or `responses`: descriptions of
 * several files use it, and bundlers follow it. A member that happens to be called `$ref` holds no text.
 */
export function isReference(at: Located): boolean {
  return typeof at.get("$ref")?.value === "string";
}

/** As `member`; a missing one is reported, with the words for what it is missing from. */
export function required(reading: Reading, of: Located, field: string, kind: Kind, what: string): Located | undefined {
  if (of.get(field) === undefined) reading.report("openapi/missing-field", of, { field, what });
  return member(reading, of, field, kind);
}

export function isKind(reading: Reading, at: Located, field: string, kind: Kind): boolean {
  if (tests[kind](at)) return true;
  reading.report("openapi/wrong-type", at, { field, expected: words[kind], found: kindOf(at.value) });
  return false;
}

export function text(reading: Reading, of: Located, field: string): string | undefined {
  return member(reading, of, field, "text")?.value as string | undefined;
}

export function flag(reading: Reading, of: Located, field: string): boolean {
  return member(reading, of, field, "boolean")?.value === true;
}

/** Places that only `$ref`s lead to, which files of schemas put anywhere. */
const shelves = ["definitions", "$defs"];

/** Warns of members that the object does not have by its definition; `x-` members pass. */
export function checkMembers(
  reading: Reading,
  of: Located,
  known: readonly string[],
  hint: (key: string) => string,
): void {
  for (const [key, at] of of.entries()) {
    if (!known.includes(key) && !key.startsWith("x-") && !shelves.includes(key))
      reading.features.add("openapi/unknown-keyword", key, at, hint(key));
  }
}
