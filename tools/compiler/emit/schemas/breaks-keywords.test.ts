import { expect, it } from "vitest";
import type { JsonValue } from "../../model/json-value";
import type { KeywordSchema } from "../../model/schema";
import { breaksKeywords } from "./breaks-keywords";

const span = { file: "openapi.yaml", line: 1, column: 1 };
type Given = Omit<KeywordSchema, "kind" | "span" | "items">;
const keywords = (given: Given): KeywordSchema => ({ kind: "keywords", span, ...given });

it.each<[JsonValue, Given, boolean]>([
  ["many", { types: ["integer"] }, true],
  [2, { types: ["integer"] }, false],
  [2.5, { types: ["integer"] }, true],
  [2.5, { types: ["integer", "number"] }, false],
  [null, { types: ["string"] }, true],
  [null, { types: ["string", "null"] }, false],
  [null, {}, false],
  [[1], { types: ["array"] }, false],
  [{}, { types: ["array"] }, true],
  ["c", { enum: ["a", "b"] }, true],
  ["b", { enum: ["a", "b"] }, false],
  [1, { const: 2 }, true],
  [101, { maximum: 100 }, true],
  [100, { maximum: 100 }, false],
  [100, { exclusiveMaximum: 100 }, true],
  [2 ** 31, { types: ["integer"], format: "int32" }, true],
  ["abc", { maxLength: 2 }, true],
  ["🐘🐘", { maxLength: 2 }, false],
  ["anything", { oneOf: [keywords({ types: ["integer"] }), keywords({ types: ["boolean"] })] }, false],
])("of %j and %j says %s", (value, given, expected) => {
  expect(breaksKeywords(value, keywords(given), new Map())).toBe(expected);
});

it("looks into lists and follows references", () => {
  const list: KeywordSchema = { ...keywords({ types: ["array"] }), items: { kind: "ref", to: "Small", span } };
  const schemas = new Map([["Small", keywords({ maximum: 3 })]]);
  expect(breaksKeywords([1, 2, 3], list, schemas)).toBe(false);
  expect(breaksKeywords([1, 4], list, schemas)).toBe(true);
});
