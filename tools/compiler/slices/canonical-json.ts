import { byCodeUnit } from "../model/by-code-unit";
import type { JsonValue } from "../model/json-value";

/** JSON with sorted keys, two spaces and a newline at the end: equal values are equal bytes. */
export function canonicalJson(value: JsonValue): string {
  return `${JSON.stringify(inOrder(value), null, 2)}\n`;
}

function inOrder(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => byCodeUnit(a, b));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}
