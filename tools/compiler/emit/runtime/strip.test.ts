import { type TSchema, Type } from "@sinclair/typebox";
import { expect, it } from "vitest";
import { resolver } from "./parameter-value.js";
import { stripOf } from "./strip.js";

const strip = (schema: TSchema, value: unknown) => stripOf(schema, resolver({}), [])?.(value);

const item = Type.Object({ id: Type.Integer() }, { additionalProperties: false });
const page = Type.Object({ data: Type.Array(item), meta: Type.Object({}) }, { additionalProperties: false });

it("leaves a value alone, and does not copy it, when it has nothing that the schema does not know", () => {
  const value = { data: [{ id: 1 }, { id: 2 }], meta: { any: "thing" } };
  expect(strip(page, value)).toBe(value);
});

it.each([
  ["at the top", { data: [], meta: {}, secret: 1 }, { data: [], meta: {} }],
  ["first of all", { secret: 1, data: [], meta: {} }, { data: [], meta: {} }],
  [
    "in an item of a list",
    { data: [{ id: 1 }, { id: 2, secret: 1 }], meta: {} },
    { data: [{ id: 1 }, { id: 2 }], meta: {} },
  ],
  [
    "in a list after what fits",
    { meta: { a: 1 }, data: [{ secret: 1, id: 1 }] },
    { meta: { a: 1 }, data: [{ id: 1 }] },
  ],
])("takes out what a closed schema does not know, %s", (_where, value, expected) => {
  const before = structuredClone(value);
  expect(strip(page, value)).toEqual(expected);
  expect(value).toEqual(before);
});

it("takes out what an object's own form adds", () => {
  const row = { id: 1, toJSON: () => ({ id: 1, secret: 2 }) };
  expect(JSON.stringify(strip(page, { data: [row], meta: {} }))).toBe('{"data":[{"id":1}],"meta":{}}');
});

it("takes out items that a closed tuple does not know", () => {
  const tuple = Type.Unsafe({ type: "array", prefixItems: [item], items: false });
  expect(strip(tuple, [{ id: 1, secret: 2 }, { secret: 3 }])).toEqual([{ id: 1 }]);
  const none = Type.Unsafe({ type: "array", items: false });
  expect(strip(none, [1])).toEqual([]);
});

it("keeps a key `__proto__` a plain property of the copy", () => {
  const open = Type.Object({ inner: item });
  const value = JSON.parse('{"__proto__": {"isAdmin": true}, "inner": {"id": 1, "secret": 2}}') as unknown;
  const left = strip(open, value);
  expect(JSON.stringify(left)).toBe('{"__proto__":{"isAdmin":true},"inner":{"id":1}}');
  expect(Object.getPrototypeOf(left)).toBe(Object.prototype);
});

const card = { properties: { card: { type: "string" } } };
const iban = { properties: { iban: { type: "string" } } };
/** By names, since an object with a method `then` would be awaited. */
const conditional = (...schemas: readonly object[]) =>
  Object.fromEntries(["if", "then", "else"].map((keyword, index) => [keyword, schemas[index]]));
const isCard = { properties: { kind: { const: "card" } } };
const closed = { properties: { kind: {} }, unevaluatedProperties: false };
const all = { kind: "card", card: "1", iban: "2", secret: 3 };
const kept = (...names: (keyof typeof all)[]) => Object.fromEntries(names.map((name) => [name, all[name]]));

it.each([
  ["of a condition, the branch that holds", { ...closed, ...conditional(isCard, card, iban) }, kept("kind", "card")],
  [
    "of a condition, the branch that does not hold",
    { ...closed, ...conditional({ properties: { kind: { const: "bank" } } }, card, iban) },
    kept("kind", "iban"),
  ],
  [
    "of a choice, the branches that fit",
    { ...closed, anyOf: [card, { ...iban, required: ["other"] }] },
    kept("kind", "card"),
  ],
  ["what a property brings along", { ...closed, dependentSchemas: { kind: card, other: iban } }, kept("kind", "card")],
  ["everything that a part is open for", { ...closed, allOf: [{ additionalProperties: true }] }, all],
  ["names by pattern", { ...closed, allOf: [{ patternProperties: { "^i": {} } }] }, kept("kind", "iban")],
])("knows %s", (_what, schema, expected) => {
  expect(strip(Type.Unsafe(schema), all)).toEqual(expected);
});

it.each([
  ["a condition", conditional({}, { properties: { inner: item } }, {})],
  ["a pattern", { patternProperties: { "^inn": item } }],
  ["what a property brings along", { dependentSchemas: { inner: { properties: { inner: item } } } }],
])("takes out what the closed schema below %s does not know", (_where, schema) => {
  expect(strip(Type.Unsafe(schema), { inner: { id: 1, secret: 2 } })).toEqual({ inner: { id: 1 } });
});

it("does not hold a property that a pattern names to the schema of the others", () => {
  const schema = Type.Unsafe({ patternProperties: { "^a": {} }, additionalProperties: item });
  expect(strip(schema, { ab: { more: 1 }, b: { id: 1, more: 1 } })).toEqual({ ab: { more: 1 }, b: { id: 1 } });
});

it("has nothing to do for a schema that is open everywhere", () => {
  expect(stripOf(Type.Object({ id: Type.Integer() }), resolver({}), [])).toBeUndefined();
});
