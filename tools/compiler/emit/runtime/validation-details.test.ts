import { expect, test } from "vitest";
import { request } from "./request";
import { t } from "./schema";

const text = { type: "string" };
const cat = {
  type: "object",
  properties: { kind: { const: "cat" }, lives: { type: "integer" } },
  required: ["kind", "lives"],
};
const dog = {
  type: "object",
  properties: { kind: { enum: ["dog", "wolf"] }, tail: { minLength: 3 } },
  required: ["kind", "tail"],
};
const line = { type: "object", properties: { sku: { type: "string", maxLength: 3 } }, required: ["sku"] };
const order = { type: "object", properties: { items: { type: "array", items: { $ref: "Line" } } } };
// biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
const conditional = { then: { required: ["b"] } };
// biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
const never = { then: false };

const cases: readonly (readonly [name: string, schema: object, body: unknown, details: readonly string[]])[] = [
  ["a wrong type", text, 5, ["body: must be string"]],
  [
    "an item of a list",
    order,
    { items: [{ sku: "a" }, { sku: "b" }, { sku: "abcd" }] },
    ["body.items[2].sku: must not have more than 3 characters"],
  ],
  [
    "what is wrong with one of the other properties",
    { type: "object", additionalProperties: { type: "object", properties: { id: { not: {} } } } },
    { z: { id: 1 } },
    ["body.z.id: is not allowed"],
  ],
  ["a missing property", order, { items: [{}] }, ["body.items[0].sku: is required"]],
  [
    "names with strange characters",
    { properties: { "a/b~c d": text } },
    { "a/b~c d": 1 },
    ['body["a/b~c d"]: must be string'],
  ],
  ["a numeric name", { properties: { 0: text } }, { 0: 1 }, ["body.0: must be string"]],
  ["a name of the prototype", { required: ["constructor"] }, {}, ["body.constructor: is required"]],
  [
    "a fault in a branch of a closed schema, not the branch's other properties",
    { allOf: [{ $ref: "Line" }, { properties: { b: text } }], unevaluatedProperties: false },
    { sku: 1, b: "x" },
    ["body.sku: must be string"],
  ],
  [
    "what the alternative that holds does not know",
    { anyOf: [{ $ref: "Line" }, { properties: { k: { const: 1 } }, required: ["k"] }], unevaluatedProperties: false },
    { sku: "abcd", k: 1, z: 1 },
    ["body.sku: is not allowed", "body.z: is not allowed"],
  ],
  [
    "what a closed schema does not know, beside a fault of its own",
    { allOf: [{ $ref: "Line" }], properties: { d: text }, unevaluatedProperties: false },
    { sku: "x", d: 1, z: 1 },
    ["body.d: must be string", "body.z: is not allowed"],
  ],
  [
    "a fault in a branch of the items of a closed list",
    { allOf: [{ prefixItems: [text, text] }], unevaluatedItems: false },
    ["x", 1],
    ["body[1]: must be string"],
  ],
  [
    "unknown properties",
    { properties: { a: {} }, additionalProperties: false },
    { a: 1, b: 2, c: 3 },
    ["body.b: is not allowed", "body.c: is not allowed"],
  ],
  [
    "unknown properties, as TypeBox closes an object",
    { properties: { a: {} }, additionalProperties: t.Never() },
    { a: 1, b: 2 },
    ["body.b: is not allowed"],
  ],
  ["other properties", { additionalProperties: text }, { a: 1 }, ["body.a: must be string"]],
  [
    "unevaluated properties",
    { allOf: [{ properties: { a: {} } }], unevaluatedProperties: false },
    { a: 1, b: 2 },
    ["body.b: is not allowed"],
  ],
  ["unevaluated items", { prefixItems: [{}], unevaluatedItems: false }, [1, 2], ["body[1]: is not allowed"]],
  [
    "names of properties",
    { propertyNames: { maxLength: 2 } },
    { abc: 1 },
    ["body.abc: has a name that is not allowed"],
  ],
  [
    "a property that another needs",
    { dependentRequired: { card: ["name", "till"] } },
    { card: 1, till: 2 },
    ["body.name: is required beside card"],
  ],
  [
    "an enum",
    { properties: { a: { enum: ["x", 1, null, { b: 1 }] } } },
    { a: "secret" },
    ['body.a: must be one of: x, 1, null, {"b":1}'],
  ],
  ["a const", { properties: { a: { const: "x" } } }, { a: "secret" }, ["body.a: must be x"]],
  ["the schema false", { properties: { a: false } }, { a: 1 }, ["body.a: is not allowed"]],
  ["not", { properties: { a: { not: text } } }, { a: "secret" }, ["body.a: is not allowed"]],
  ["contains", { contains: text }, [1], ["body: must have at least 1 items of the described form"]],
  [
    "too many of contains",
    { contains: text, maxContains: 1 },
    ["a", "b"],
    ["body: must have at most 1 items of the described form"],
  ],
  ["if", { if: { required: ["a"] }, ...conditional }, { a: 1 }, ["body.b: is required"]],
  ["if without more", { if: { required: ["a"] }, ...never }, { a: 1 }, ["body: is not allowed"]],
  ["duplicates", { uniqueItems: true }, ["secret", "secret"], ["body: must not have duplicate items"]],
  [
    "a choice of tags, by the tag",
    { oneOf: [cat, dog] },
    { kind: "wolf", tail: "x" },
    ["body.tail: must not have fewer than 3 characters"],
  ],
  [
    "a choice of tags, tag wrong",
    { oneOf: [cat, dog] },
    { kind: "secret", tail: "long" },
    ["body.kind: must be one of: cat, dog, wolf"],
  ],
  ["a choice of tags, tag missing", { oneOf: [cat, dog] }, { lives: 1 }, ["body.kind: is required"]],
  [
    "a choice that is null or an object",
    { anyOf: [{ type: "null" }, order] },
    { items: [{}] },
    ["body.items[0].sku: is required"],
  ],
  ["a choice of types", { anyOf: [text, { type: "integer" }] }, true, ["body: must have one of the described forms"]],
  [
    "a choice that fits twice",
    { oneOf: [{ minimum: 1 }, { minimum: 2 }] },
    3,
    ["body: fits several forms that exclude each other"],
  ],
  [
    "a choice in a choice",
    { anyOf: [{ type: "null" }, { oneOf: [cat, dog] }] },
    { kind: "cat" },
    ["body.lives: is required"],
  ],
  [
    "two choices in a list",
    { items: { oneOf: [cat, dog] } },
    [{ kind: "cat" }, { kind: "dog" }],
    ["body[0].lives: is required", "body[1].tail: is required"],
  ],
  ["a missing body", text, undefined, ["body: is required"]],
];

test.each(cases)("%s", async (_, schema, body, details) => {
  const referenced = [t.Unsafe({ ...line, $id: "Line" })];
  expect(await read(schema, body, referenced)).toEqual(details);
});

test("a body with many faults gets twenty details", async () => {
  const body = { items: Array.from({ length: 1000 }, () => ({ sku: 1 })) };
  const details = await read(order, body, [t.Unsafe({ ...line, $id: "Line" })]);
  expect(details).toHaveLength(20);
  expect(details[19]).toBe("body.items[19].sku: must be string");
});

test("values are never repeated, names are cut", async () => {
  const details = await read(
    { additionalProperties: text, properties: { a: { format: "email", pattern: "^x" } } },
    { a: "secret", ["n".repeat(500)]: 1 },
  );
  expect(details.join()).not.toContain("secret");
  expect(details.join().length).toBeLessThan(300);
});

async function read(
  schema: object,
  given: unknown,
  referenced: Parameters<typeof request>[1] = [],
): Promise<readonly string[]> {
  const reader = request({ body: [{ type: "application/json", schema: t.Unsafe({ ...schema }) }] }, referenced);
  const bytes = new TextEncoder().encode(JSON.stringify(given));
  const body = given === undefined ? undefined : ({ kind: "bytes", bytes } as const);
  try {
    await reader.read({ path: {}, queryString: "", headers: { "content-type": "application/json" }, body });
    return [];
  } catch (error) {
    const { details } = error as { readonly details: readonly { readonly field: string; readonly message: string }[] };
    return details.map(({ field, message }) => `${field}: ${message}`);
  }
}
