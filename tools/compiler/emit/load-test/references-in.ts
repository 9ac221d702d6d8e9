import type { Reference, Value } from "./value";

/** The rows that a value names. */
export function referencesIn(value: Value): readonly Reference[] {
  if (value.kind === "array") return value.items.flatMap(referencesIn);
  if (value.kind === "object") return value.properties.flatMap((one) => referencesIn(one.value));
  if (value.kind === "key") return value.source.kind === "row" ? [value.source.reference] : [];
  return value.kind === "reference" ? [value.reference] : [];
}
