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

it("has nothing to do for a schema that is open everywhere", () => {
  expect(stripOf(Type.Object({ id: Type.Integer() }), resolver({}), [])).toBeUndefined();
});
