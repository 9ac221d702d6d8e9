import type { Reference, Value } from "./value";

/** The rows that a value names. */
export function referencesIn(value: Value): readonly Reference[] {
  if (value.kind === "array") return value.items.flatMap(referencesIn);
  if (value.kind === "object") return value.properties.flatMap((one) => referencesIn(one.value));
  return value.kind === "reference" ? [value.reference] : [];
}
