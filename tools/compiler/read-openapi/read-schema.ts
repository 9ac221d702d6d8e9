import type { JsonValue } from "../model/json-value";
import type { JsonType, KeywordSchema, Schema } from "../model/schema";
import { ignoredKeywords } from "./ignored-keywords";
import { kindOf, type Located } from "./located";
import { makeNullable } from "./make-nullable";
import { readBound } from "./read-bound";
import { readDiscriminator } from "./read-discriminator";
import { readDynamicReference } from "./read-dynamic-reference";
import { readKeywordValue } from "./read-keyword-value";
import { readOldKeyword } from "./read-old-keyword";
import type { Reading } from "./reading";
import { resolveReference } from "./resolve-reference";
import { keywordShapes, keywordsSince31, silentKeywords, unsupportedKeywords } from "./schema-keywords";
import { suggestionFor } from "./suggestion-for";

/** A schema under construction. */
export type KeywordDraft = { -readonly [Key in keyof KeywordSchema]: KeywordSchema[Key] };

const jsonTypes: readonly string[] = ["null", "boolean", "integer", "number", "string", "array", "object"];

/** Reads a schema of either dialect into the meaning of 2020-12. What cannot be read accepts every value. */
export function readSchema(reading: Reading, place: Located): Schema {
  if (typeof place.value === "boolean") return { kind: "boolean", accepts: place.value, span: place.span };
  if (!place.isObject) {
    const found = kindOf(place.value);
    reading.report("openapi/invalid-keyword-value", place, { keyword: "schema", expected: "an object", found });
    return { kind: "boolean", accepts: true, span: place.span };
  }
  const outer = reading.scope;
  reading.scope = outer.entering(reading.identifiers.resourceOf(place.value));
  const reference = place.get("$ref");
  const schema =
    reference === undefined ? readKeywords(reading, place, undefined) : readReference(reading, place, reference);
  reading.scope = outer;
  return schema;
}

/** A `$ref` alone, or with siblings: those of 3.1 count, of 3.0 only `nullable` and texts do. */
function readReference(reading: Reading, place: Located, reference: Located): Schema {
  const target = resolveReference(reading, reference);
  if (target === undefined) return { kind: "boolean", accepts: true, span: place.span };
  const to: Schema = { kind: "ref", to: reading.nameOf(target), span: place.span };
  const siblings = place.entries().filter(([key]) => key !== "$ref" && !saysNothing(key));
  if (siblings.length === 0) return to;
  if (reading.dialect === "3.1") return readKeywords(reading, place, to);
  for (const [key, value] of siblings) {
    if (
      ["nullable", "description", "summary", "title", "example", "readOnly", "writeOnly", "deprecated"].includes(key)
    ) {
      continue;
    }
    const hint = "In OpenAPI 3.0, put the `$ref` into an `allOf` and the keyword beside it.";
    reading.features.add("openapi/ignored-reference-sibling", key, value, hint);
  }
  return place.get("nullable")?.value === true ? makeNullable({ kind: "keywords", span: place.span, allOf: [to] }) : to;
}

function readKeywords(reading: Reading, place: Located, reference: Schema | undefined): Schema {
  const draft: KeywordDraft = { kind: "keywords", span: place.span };
  const references: Schema[] = reference === undefined ? [] : [reference];
  let isNullable = false;
  const ignored = ignoredKeywords(reading, place);
  for (const [key, value] of place.entries()) {
    if (ignored.has(key)) continue;
    switch (key) {
      case "$ref":
        break;
      case "$dynamicRef":
        references.push(...readDynamicReference(reading, value));
        break;
      case "type":
        readTypes(reading, value, draft);
        break;
      case "nullable":
        if (typeof value.value !== "boolean") invalid(reading, key, value, "true or false");
        else if (value.value) isNullable = true;
        if (reading.dialect === "3.1") otherVersion(reading, key, value, "Write `type: [string, 'null']` instead.");
        break;
      case "exclusiveMinimum":
      case "exclusiveMaximum":
        readBound(reading, key, value, place, draft);
        break;
      case "example":
        draft.examples = [value.value, ...(draft.examples ?? [])];
        break;
      case "examples":
        draft.examples = [...(draft.examples ?? []), ...value.items().map((item) => item.value)];
        break;
      case "discriminator":
        readDiscriminator(reading, value, draft);
        break;
      case "summary":
        if (reference === undefined) unknown(reading, key, value);
        break;
      default:
        if (!readOldKeyword(reading, key, value, place, draft, readSchema)) readOther(reading, key, value, draft);
    }
  }
  if (draft.discriminator !== undefined && draft.oneOf === undefined && draft.anyOf === undefined) {
    reading.bases.set(place.value, place);
  }
  if (draft.contentEncoding !== undefined && draft.pattern === undefined && draft.format !== "byte") {
    const hint =
      "Values are not checked against it: JSON Schema has it as a note. Add a `pattern`, or `format: byte` for base64.";
    reading.features.add("openapi/unsupported-feature", "contentEncoding", place.get("contentEncoding") ?? place, hint);
  }
  const [only, ...others] = references;
  if (only !== undefined && others.length === 0 && !isNullable && Object.keys(draft).length === 2) return only;
  if (references.length > 0) draft.allOf = [...references, ...(draft.allOf ?? [])];
  return isNullable ? makeNullable(draft) : draft;
}

function readOther(reading: Reading, key: string, value: Located, draft: KeywordDraft): void {
  if (Object.hasOwn(keywordShapes, key)) {
    if (reading.dialect === "3.0" && keywordsSince31.has(key)) {
      otherVersion(reading, key, value, "It is honoured; other tools may ignore it in a 3.0 description.");
    }
    readKeywordValue(reading, key as keyof typeof keywordShapes, value, draft, readSchema);
  } else if (unsupportedKeywords.has(key)) {
    const hint = "Values are not checked against it.";
    reading.features.add("openapi/unsupported-feature", key, value, hint);
  } else if (!saysNothing(key)) {
    unknown(reading, key, value);
  }
}

function saysNothing(key: string): boolean {
  return silentKeywords.has(key) || key.startsWith("x-");
}

function readTypes(reading: Reading, value: Located, draft: KeywordDraft): void {
  const list: readonly JsonValue[] = Array.isArray(value.value) ? value.value : [value.value];
  const types = list.filter((one): one is JsonType => typeof one === "string" && jsonTypes.includes(one));
  if (types.length < list.length || types.length === 0) {
    invalid(reading, "type", value, "one of null, boolean, integer, number, string, array, object");
    return;
  }
  if (reading.dialect === "3.0" && (Array.isArray(value.value) || types[0] === "null")) {
    otherVersion(reading, "type as a list", value, "In 3.0, write one type, and `nullable: true` for null.");
  }
  draft.types = [...new Set(types)];
}

function invalid(reading: Reading, keyword: string, value: Located, expected: string): void {
  reading.report("openapi/invalid-keyword-value", value, { keyword, expected, found: kindOf(value.value) });
}

function otherVersion(reading: Reading, keyword: string, value: Located, hint: string): void {
  reading.features.add("openapi/keyword-of-other-version", keyword, value, hint);
}

function unknown(reading: Reading, key: string, value: Located): void {
  const hint = suggestionFor(key, [...Object.keys(keywordShapes), "type", "nullable", "example", "discriminator"]);
  reading.features.add("openapi/unknown-keyword", key, value, hint);
}
