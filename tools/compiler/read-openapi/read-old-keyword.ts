import type { Property } from "../model/schema";
import { kindOf, type Located } from "./located";
import { type ReadSchema, readKeywordValue } from "./read-keyword-value";
import type { KeywordDraft } from "./read-schema";
import type { Reading } from "./reading";

/**
 * Keywords of earlier drafts, as 2020-12 says them: `dependencies`, and in a 3.0 description, whose schemas stand on an earlier
 * draft, `items` as a list with `additionalItems`, and `id`.
 *
 * @returns whether the keyword was one
 */
export function readOldKeyword(
  reading: Reading,
  key: string,
  value: Located,
  schema: Located,
  draft: KeywordDraft,
  readSchema: ReadSchema,
): boolean {
  const isTuple = reading.dialect === "3.0" && Array.isArray(schema.get("items")?.value);
  switch (key) {
    case "id":
      if (reading.dialect !== "3.0" || typeof value.value !== "string") return false;
      break;
    case "dependencies":
      readDependencies(reading, value, draft, readSchema);
      break;
    case "items":
      if (!isTuple) return false;
      if (value.items().length > 0) readKeywordValue(reading, "prefixItems", value, draft, readSchema);
      break;
    case "additionalItems":
      // Draft 4 §5.3.1: without a list in `items` it says nothing.
      if (!isTuple) return false;
      readKeywordValue(reading, "items", value, draft, readSchema);
      break;
    default:
      return false;
  }
  const name = key === "items" ? "items as a list" : key;
  const hint =
    key === "id"
      ? "A reference that leads to no file is looked up among them; other tools may not do that."
      : "It is honoured; other tools may ignore it.";
  reading.features.add("openapi/keyword-of-other-version", name, value, hint);
  return true;
}

/** Each member is a list of names that are required, or a schema, when a property is there. */
function readDependencies(reading: Reading, value: Located, draft: KeywordDraft, readSchema: ReadSchema): void {
  const lists: { readonly name: string; readonly requires: readonly string[] }[] = [];
  const schemas: Property[] = [];
  for (const [name, at] of value.entries()) {
    const names = at.items().map((item) => item.value);
    if (!Array.isArray(at.value)) schemas.push({ name, schema: readSchema(reading, at) });
    else if (names.every((one) => typeof one === "string")) lists.push({ name, requires: names });
    else invalid(reading, at, "a list of texts or a schema");
  }
  if (!value.isObject) invalid(reading, value, "an object");
  if (lists.length > 0) draft.dependentRequired = [...(draft.dependentRequired ?? []), ...lists];
  if (schemas.length > 0) draft.dependentSchemas = [...(draft.dependentSchemas ?? []), ...schemas];
}

function invalid(reading: Reading, at: Located, expected: string): void {
  const found = kindOf(at.value);
  reading.report("openapi/invalid-keyword-value", at, { keyword: "dependencies", expected, found });
}
