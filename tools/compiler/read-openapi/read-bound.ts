import type { Located } from "./located";
import type { KeywordDraft } from "./read-schema";
import type { Reading } from "./reading";

/**
 * `exclusiveMinimum` and `exclusiveMaximum`: a number in 3.1; in 3.0 `true` makes the `minimum` or `maximum` beside it
 * exclusive. Either form is read in either version.
 */
export function readBound(
  reading: Reading,
  keyword: "exclusiveMinimum" | "exclusiveMaximum",
  value: Located,
  schema: Located,
  draft: KeywordDraft,
): void {
  const isBoolean = typeof value.value === "boolean";
  if (!isBoolean && typeof value.value !== "number") {
    const expected = reading.dialect === "3.0" ? "true or false" : "a number";
    reading.report("openapi/invalid-keyword-value", value, { keyword, expected, found: String(value.value) });
    return;
  }
  if (isBoolean !== (reading.dialect === "3.0")) {
    const form = isBoolean ? `${keyword} as true or false` : `${keyword} as a number`;
    const hint = isBoolean ? "In 3.1 it is the bound itself, a number." : "In 3.0 it is `true` beside the bound.";
    reading.features.add("openapi/keyword-of-other-version", form, value, hint);
  }
  if (typeof value.value === "number") {
    draft[keyword] = value.value;
    return;
  }
  const plain = keyword === "exclusiveMinimum" ? "minimum" : "maximum";
  const bound = schema.get(plain)?.value;
  if (value.value === true && typeof bound === "number") draft[keyword] = bound;
}
