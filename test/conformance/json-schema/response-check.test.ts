import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { responseCheckSource } from "../../../tools/compiler/emit/load-test/response-check-source";
import { render } from "../../../tools/compiler/emit/text";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import { isThere, readGroups } from "./suite";

/** Keywords that load tests on a plain k6 check. */
const files = [
  "additionalProperties",
  "allOf",
  "anyOf",
  "boolean_schema",
  "const",
  "contains",
  "default",
  "dependentRequired",
  "dependentSchemas",
  "enum",
  "exclusiveMaximum",
  "exclusiveMinimum",
  "if-then-else",
  "infinite-loop-detection",
  "items",
  "maxContains",
  "maximum",
  "maxItems",
  "maxLength",
  "maxProperties",
  "minContains",
  "minimum",
  "minItems",
  "minLength",
  "minProperties",
  "multipleOf",
  "not",
  "oneOf",
  "pattern",
  "patternProperties",
  "prefixItems",
  "properties",
  "propertyNames",
  "ref",
  "required",
  "type",
  "uniqueItems",
];

type Fault = { readonly path: string; readonly keyword: string };
type CheckerFor = (
  resolve: (reference: string) => JsonValue,
) => (schema: JsonValue) => (value: unknown) => Fault | undefined;

const folder = mkdtempSync(join(tmpdir(), "specline-response-check-"));
let checkerFor: CheckerFor;

beforeAll(async () => {
  const path = join(folder, "response-check.mjs");
  writeFileSync(path, render(responseCheckSource));
  ({ checkerFor } = (await import(pathToFileURL(path).href)) as { checkerFor: CheckerFor });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The compiler resolves these before a script has them. */
const resolvedBefore = /"\$(id|anchor|dynamicRef|dynamicAnchor)"|"\$ref":"(?!#)/;

const groups = isThere
  ? readGroups("draft2020-12").filter(
      ({ file, schema }) => files.includes(file) && !resolvedBefore.test(JSON.stringify(schema)),
    )
  : [];

// The suite is in the corpus, which is no part of the project.
describe.skipIf(!isThere)("JSON Schema Test Suite (skipped without the corpus)", () => {
  it("has cases for every keyword that is checked", () => {
    expect([...new Set(groups.map((one) => one.file))].sort()).toEqual([...files].sort());
  });

  it.each(groups)("$file: $description", ({ schema, tests }) => {
    const check = checkerFor((reference) => at(schema, reference))(schema);
    // What is not checked is valid here, never the other way round.
    const isUnknown = /"unevaluated|"format"/.test(JSON.stringify(schema));
    for (const { description, body, valid } of tests) {
      const isFit = check(JSON.parse(body)) === undefined;
      if (!isUnknown || !isFit) expect([description, isFit]).toEqual([description, valid]);
    }
  });
});

describe("what is not checked", () => {
  const date = { type: "string", format: "date" };
  const time = { type: "string", format: "time" };
  it.each<readonly [string, JsonValue, JsonValue]>([
    ["format", date, "soon"],
    ["oneOf by format", { oneOf: [date, time] }, "2026-01-01"],
    ["not by format", { not: date }, "soon"],
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    ["if by format", { if: date, then: { maxLength: 1 } }, "soon"],
    ["maxContains by format", { contains: date, maxContains: 1 }, ["2026-01-01", "soon"]],
    ["unevaluatedProperties", { unevaluatedProperties: false }, { a: 1 }],
    ["patterns that the engine does not know", { pattern: "(?<=", oneOf: [{ pattern: "[" }, { pattern: "[" }] }, "a"],
  ])("%s is no fault", (_, schema, value) => {
    expect(checkerFor(() => true)(schema)(value)).toBeUndefined();
  });
});

it("says where and by which keyword, and no value", () => {
  const schema = { properties: { "a/b": { items: { $ref: "#/x" } } } };
  expect(checkerFor(() => ({ type: "integer" }))(schema)({ "a/b": [1, "secret"] })).toEqual({
    path: "/a~1b/1",
    keyword: "type",
  });
});

function at(schema: JsonValue, reference: string): JsonValue {
  const names = decodeURIComponent(reference).split("/").slice(1);
  return names.reduce<JsonValue>((value, name) => {
    const key = name.replaceAll("~1", "/").replaceAll("~0", "~");
    return (value as Readonly<Record<string, JsonValue>>)[key] as JsonValue;
  }, schema);
}
