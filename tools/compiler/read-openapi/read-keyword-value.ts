import type { JsonValue } from "../model/json-value";
import type { Property, Schema } from "../model/schema";
import { canBacktrackForever } from "./backtracking/can-backtrack-forever";
import { isReference } from "./expect";
import { kindOf, type Located } from "./located";
import type { KeywordDraft } from "./read-schema";
import type { Reading } from "./reading";
import { resolveFully } from "./resolve-reference";
import { type KeywordShape, keywordShapes } from "./schema-keywords";
import { unicodePattern } from "./unicode-pattern";

type Name = keyof typeof keywordShapes;
export type ReadSchema = (reading: Reading, place: Located) => Schema;

/** Reads one keyword into the draft; a value of the wrong shape is reported and left out. */
export function readKeywordValue(
  reading: Reading,
  keyword: Name,
  value: Located,
  draft: KeywordDraft,
  readSchema: ReadSchema,
): void {
  const result = readValue(reading, keyword, keywordShapes[keyword], value, readSchema);
  if (result === undefined) return;
  // The table of shapes and the model agree by keyword; the compiler cannot follow that through a union of keys.
  (draft as Record<string, unknown>)[keyword] = result;
}

function readValue(
  reading: Reading,
  keyword: Name,
  shape: KeywordShape,
  place: Located,
  readSchema: ReadSchema,
): JsonValue | Schema | readonly Schema[] | readonly Property[] | readonly object[] | undefined {
  const { value } = place;
  const wrong = (expected: string): undefined => {
    reading.report("openapi/invalid-keyword-value", place, { keyword, expected, found: kindOf(value) });
    return undefined;
  };
  switch (shape) {
    case "text":
      if (typeof value !== "string") return wrong("a text");
      return keyword === "pattern" ? readPattern(reading, value, place) : value;
    case "boolean":
      return typeof value === "boolean" ? value : wrong("true or false");
    case "number":
      return typeof value === "number" ? value : wrong("a number");
    case "positive number":
      return typeof value === "number" && value > 0 ? value : wrong("a number above 0");
    case "count":
      return typeof value === "number" && Number.isInteger(value) && value >= 0
        ? value
        : wrong("a whole number from 0");
    case "any value":
      return value;
    case "list of values":
      if (!Array.isArray(value)) return wrong("a list of values");
      // 2020-12 validation §6.1.2: "The value of this keyword MUST be an array. This array SHOULD have at least one element."
      if (value.length === 0 && reading.dialect === "3.0") return wrong("a list of at least one value");
      if (value.length === 0) reading.report("openapi/empty-enum", place, {});
      return value;
    case "list of texts":
      return isTexts(value) ? value : wrong("a list of texts");
    case "schema":
      return place.isObject || typeof value === "boolean" ? readSchema(reading, place) : wrong("a schema");
    case "list of schemas":
      if (!Array.isArray(value) || value.length === 0) return wrong("a list of at least one schema");
      return place.items().map((item) => readSchema(reading, item));
    case "map of schemas": {
      const map = isReference(place) ? resolveFully(reading, place) : place;
      if (map === undefined) return undefined;
      if (!map.isObject) return wrong("an object with schemas");
      const nameOf = (name: string, at: Located) =>
        keyword === "patternProperties" ? (readPattern(reading, name, at) ?? name) : name;
      return map.entries().map(([name, at]): Property => ({ name: nameOf(name, at), schema: readSchema(reading, at) }));
    }
    case "map of lists of texts":
      if (!place.isObject || !place.entries().every(([, at]) => isTexts(at.value))) {
        return wrong("an object with lists of texts");
      }
      return place.entries().map(([name, at]) => ({ name, requires: at.value as readonly string[] }));
    default:
      return shape satisfies never;
  }
}

function isTexts(value: JsonValue): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

/** JSON Schema takes the regular expressions of ECMA-262. */
function readPattern(reading: Reading, pattern: string, place: Located): string | undefined {
  const result = unicodePattern(pattern);
  if (result === undefined) reading.report("openapi/invalid-pattern", place, { pattern, reason: reasonOf(pattern) });
  else if (canBacktrackForever(result)) reading.report("openapi/slow-pattern", place, { pattern });
  return result;
}

function reasonOf(pattern: string): string {
  for (const flags of ["", "u"]) {
    try {
      new RegExp(pattern, flags);
    } catch (error) {
      return (error as Error).message.replace(/^Invalid regular expression: .*: (?=[^:]*$)/s, "");
    }
  }
  return "";
}
