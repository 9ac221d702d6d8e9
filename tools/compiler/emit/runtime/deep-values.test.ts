import type { TSchema } from "@sinclair/typebox";
import { expect, test } from "vitest";
import { checkOf } from "./validation.js";

const ref = (name: string) => ({ $ref: name });
const object = (tag: object, ...more: string[]) => ({
  type: "object",
  required: ["t", ...more],
  properties: { t: tag, c: ref("Node") },
});
const text = { type: "string" };
const branch = (value: string, of: string) => ({
  properties: { t: { enum: [value] } },
  required: ["t"],
  allOf: [ref(of)],
});
const choice = (first: object, second: object, node: object = { oneOf: [ref("A"), ref("B")] }): readonly TSchema[] =>
  [
    { $id: "Node", ...node },
    { $id: "A", ...first },
    { $id: "B", ...second },
  ] as unknown as TSchema[];

const byDiscriminator = choice(object(text), object(text), { oneOf: [branch("a", "A"), branch("b", "B")] });
const byConst = choice(object({ const: "a" }), object({ const: "b" }));
const byNothing = choice(object(text), object(text, "q"));
const list = [
  { $id: "Node", anyOf: [{ type: "array", items: ref("Node") }, { type: "integer" }] },
] as unknown as TSchema[];

function nested(levels: number, last: unknown, around: (inner: unknown) => unknown): unknown {
  let value = last;
  for (let level = 0; level < levels; level++) value = around(value);
  return value;
}
const inObjects = (levels: number, last: unknown) => nested(levels, last, (inner) => ({ t: "b", c: inner }));
const inLists = (levels: number, last: unknown) => nested(levels, last, (inner) => [inner]);
const place = (levels: number) => [...Array.from({ length: levels }, () => "c"), "t"].join(".");

/** The work of most of these would double with each level, so that they would never end. */
test.each<readonly [what: string, schemas: readonly TSchema[], value: unknown, details: readonly string[]]>([
  ["a right one by its tags", byDiscriminator, inObjects(200, { t: "a" }), []],
  ["a wrong one by its tags", byDiscriminator, inObjects(40, { t: "z" }), [`${place(40)} must be one of: a, b`]],
  ["one without a tag", byDiscriminator, inObjects(3, {}), [`${place(3)} is required`]],
  ["one that is no object", byDiscriminator, inObjects(3, 5), ["c.c.c must be object"]],
  [
    "a wrong one by values that schemas have themselves",
    byConst,
    inObjects(40, { t: "z" }),
    [`${place(40)} must be one of: a, b`],
  ],
  ["a wrong one without tags", byNothing, inObjects(40, { t: 1 }), [" is not valid"]],
  ["a wrong one without tags, less deep", byNothing, inObjects(2, { t: 1 }), [" must have one of the described forms"]],
  [
    "one that takes too long to judge",
    choice(object(text), object(text)),
    inObjects(200, { t: "a" }),
    [" takes too long to check"],
  ],
  ["lists", list, inLists(900, 1), []],
  ["lists, deeper than the stack", list, inLists(900, "x"), [" is not valid"]],
])("%s", (_what, schemas, value, details) => {
  const check = checkOf(ref("Node") as unknown as TSchema, schemas);
  expect(check(value).map(({ field, message }) => `${field} ${message}`)).toEqual(details);
});
