import type { JsonValue } from "../model/json-value";
import type { Located } from "./located";
import type { Reading } from "./reading";
import { resolveFully } from "./resolve-reference";

/**
 * The examples of a parameter or media type: its `example`, else the values of its `examples` (OpenAPI 3.1 §4.8.19). An
 * `externalValue` is not fetched, and a reference that leads nowhere is no reason to refuse a description.
 */
export function readExamples(reading: Reading, place: Located): { readonly examples?: readonly JsonValue[] } {
  const only = place.get("example");
  if (only !== undefined) return { examples: [only.value] };
  const examples = (place.get("examples")?.entries() ?? []).flatMap(([, item]) => {
    const value = reading.quietly(() => resolveFully(reading, item))?.get("value")?.value;
    return value === undefined ? [] : [value];
  });
  return examples.length === 0 ? {} : { examples };
}
