import { kindOf, type Located } from "./located";
import type { KeywordDraft } from "./read-schema";
import type { Reading } from "./reading";
import { escapeStep } from "./reference-key";
import { resolveReference } from "./resolve-reference";

/** `discriminator` (OpenAPI 3.1 §4.8.25). A mapping's value is a reference, or the bare name of a component. */
export function readDiscriminator(reading: Reading, value: Located, draft: KeywordDraft): void {
  const propertyName = value.get("propertyName");
  if (typeof propertyName?.value !== "string") {
    const expected = "an object with a `propertyName`";
    reading.report("openapi/invalid-keyword-value", value, {
      keyword: "discriminator",
      expected,
      found: kindOf(value.value),
    });
    return;
  }
  const mapping: { readonly value: string; readonly to: string }[] = [];
  for (const [tag, place] of value.get("mapping")?.entries() ?? []) {
    const target = resolveReference(reading, asReference(reading, place));
    if (target !== undefined) mapping.push({ value: tag, to: reading.nameOf(target) });
  }
  draft.discriminator = { propertyName: propertyName.value, mapping };
}

/** OpenAPI 3.1.1 §4.8.25.2: a value that may be both is the name of a component. */
function asReference(reading: Reading, place: Located): Located {
  const text = place.value;
  if (typeof text !== "string" || !reading.schemaNames.has(text)) return place;
  return place.withValue(`${hashOf(reading, place)}#/components/schemas/${escapeStep(text).replaceAll("%", "%25")}`);
}

/** Bare names mean components of the main file, also when another file uses them. */
function hashOf(reading: Reading, place: Located): string {
  if (place.source.file === reading.mainFile) return "";
  const up = place.source.file.split("/").length - 1;
  return `${"../".repeat(up)}${reading.mainFile}`;
}
