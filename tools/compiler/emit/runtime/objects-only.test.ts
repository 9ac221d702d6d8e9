import type { TSchema } from "@sinclair/typebox";
import { expect, test } from "vitest";
import { checkOf } from "./validation.js";

const property = { properties: { a: { type: "string" } }, required: ["a"] };
const closed = { anyOf: [property, { properties: { b: {} } }], unevaluatedProperties: false };

test.each([
  [closed, { a: "x" }, true],
  [closed, { b: 1 }, true],
  [closed, { c: 1 }, false],
  [closed, [[], { c: 1 }], true],
  [closed, "x", true],
  [{ properties: { list: closed } }, { list: [1] }, true],
  [{ properties: { unevaluatedProperties: { type: "integer" } } }, { unevaluatedProperties: 1 }, true],
  [{ properties: { unevaluatedProperties: { type: "integer" } } }, { unevaluatedProperties: "x" }, false],
  [{ const: { unevaluatedProperties: false } }, { unevaluatedProperties: false }, true],
  [{ allOf: [closed], unevaluatedProperties: false }, { a: "x", b: 1 }, true],
  [{ allOf: [closed], unevaluatedProperties: false }, { a: "x", c: 1 }, false],
  [{ ...closed, type: "object" }, [1], false],
])("%j and %j: %j", (schema, value, isValid) => {
  expect(checkOf(schema as unknown as TSchema, [])(value).length === 0).toBe(isValid);
});

test("errors name the field", () => {
  const check = checkOf({ properties: { source: closed } } as unknown as TSchema, []);
  expect(check({ source: { a: 1 } }).map(({ message }) => message)).not.toContainEqual(expect.stringContaining("then"));
});
