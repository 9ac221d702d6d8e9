import type { JsonValue } from "../../../tools/compiler/model/json-value";
import type { Text } from "./write-parameter";

/** A value as the texts that stand for it. `undefined`: it holds lists or objects inside of itself, of which no style speaks. */
export function makeTexts(value: JsonValue): Text | undefined {
  if (typeof value !== "object" || value === null) return textOf(value);
  if (Array.isArray(value)) return value.some(isNested) ? undefined : value.map(textOf);
  const entries = Object.entries(value);
  if (entries.some(([, one]) => isNested(one))) return undefined;
  return Object.fromEntries(entries.map(([name, one]) => [name, textOf(one)]));
}

function textOf(value: JsonValue): string {
  // Half a character cannot be encoded.
  return value === null ? "" : String(value).replace(/\p{Cs}/gu, "\u{fffd}");
}

function isNested(value: JsonValue): boolean {
  return typeof value === "object" && value !== null;
}
