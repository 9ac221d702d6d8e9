import { type Sample, untold } from "./accepts";
import { settle } from "./make-text";
import type { Value } from "./value";

/** A value as some iteration sends it. */
export function sampleOf(value: Value): Sample {
  switch (value.kind) {
    case "fixed":
      return value.value;
    case "unique-text":
      return settle(value.parts);
    case "unique-integer":
      return value.minimum;
    case "reference":
    case "key":
      return untold;
    case "pick":
      return value.values[0] ?? null;
    case "array":
      return value.items.map(sampleOf);
    case "object":
      return Object.fromEntries(value.properties.map((one) => [one.name, sampleOf(one.value)]));
    default:
      throw new Error(`unknown value: ${JSON.stringify(value satisfies never)}`);
  }
}
