import type { TSchema } from "@sinclair/typebox";
import { expect, test } from "vitest";
import { checkOf } from "./validation.js";

const when = (...schemas: readonly unknown[]) =>
  Object.fromEntries(["if", "then", "else"].map((keyword, index) => [keyword, schemas[index]]));
const has = (name: string) => ({ properties: { [name]: { type: "string" } }, required: [name] });
const payment = {
  type: "object",
  properties: { kind: { enum: ["card", "bank"] } },
  ...when({ properties: { kind: { const: "card" } } }, has("number"), has("iban")),
  unevaluatedProperties: false,
};
const order = { properties: { payment, iban: false }, unevaluatedProperties: false };

test.each([
  [payment, { kind: "card", number: "1" }, true],
  [payment, { kind: "bank", iban: "1" }, true],
  [payment, { kind: "bank", number: "1" }, false],
  [payment, { kind: "card", iban: "1" }, false],
  [payment, { kind: "card", number: "1", iban: "1" }, false],
  [payment, { kind: "bank", iban: "1", more: 1 }, false],
  [payment, { kind: "cash", iban: "1" }, false],
  [order, { payment: { kind: "bank", iban: "1" } }, true],
  // The property of the inner object is none of the outer one.
  [{ ...order, properties: { payment } }, { payment: { kind: "bank", iban: "1" }, kind: 1 }, false],
  [{ ...order, properties: { payment } }, { payment: { kind: "bank", iban: "1" }, iban: 1 }, false],
  [{ ...payment, anyOf: [has("note"), has("mark")] }, { kind: "bank", iban: "1", mark: "x" }, true],
  [{ ...payment, anyOf: [has("note"), has("mark")] }, { kind: "bank", iban: "1" }, false],
  [
    { ...payment, ...when({ properties: { kind: { const: "card" } } }, has("number"), undefined) },
    { kind: "bank" },
    true,
  ],
  [{ allOf: [payment] }, { kind: "bank", iban: "1" }, true],
])("%j and %j: %j", (schema, value, isValid) => {
  const plain = JSON.parse(JSON.stringify(schema)) as TSchema;
  expect(checkOf(plain, [])(value).length === 0).toBe(isValid);
});

test.each([
  [payment, { kind: "bank", iban: 1 }, ["iban"]],
  [payment, { kind: "bank" }, ["iban"]],
  [payment, { kind: "card", number: 1 }, ["number"]],
  [payment, { kind: "card" }, ["number"]],
  [payment, { kind: "card", number: "1", iban: "1" }, ["iban"]],
  [{ ...when({ required: ["a"] }, has("b")), allOf: [has("c")] }, { a: 1 }, ["b", "c"]],
  [{ properties: { list: { items: payment } } }, { list: [{ kind: "card" }] }, ["list[0].number"]],
])("of %j and %j, the fields are told", (schema, value, fields) => {
  const plain = JSON.parse(JSON.stringify(schema)) as TSchema;
  const told = checkOf(plain, [])(value).map(({ field }) => field);
  expect([...told].sort()).toEqual(fields);
});
