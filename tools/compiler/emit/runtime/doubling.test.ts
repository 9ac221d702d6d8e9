import type { TSchema } from "@sinclair/typebox";
import { expect, test } from "vitest";
import { isDoubling } from "./doubling.js";

const ref = (name: string) => ({ $ref: name });
const choice = (...names: string[]) => ({ anyOf: names.map(ref) });

test.each<readonly [what: string, schemas: Readonly<Record<string, object>>, from: string, is: boolean]>([
  ["two ways back", { A: choice("B", "C"), B: { properties: { a: ref("A") } }, C: { items: ref("A") } }, "A", true],
  [
    "what leads there",
    { R: { items: ref("A") }, A: choice("B", "B2"), B: { items: ref("A") }, B2: { items: ref("A") } },
    "R",
    true,
  ],
  [
    "one way back and another that ends",
    { A: choice("B", "C"), B: { items: ref("A") }, C: { type: "string" } },
    "A",
    false,
  ],
  ["two that end", { A: choice("B", "C"), B: { type: "null" }, C: { type: "string" } }, "A", false],
  ["a list of itself", { A: { items: ref("A") } }, "A", false],
  ["a choice between itself and its list", { A: { anyOf: [ref("A"), { items: ref("A") }] } }, "A", true],
  [
    "a property and a part",
    { A: { properties: { a: ref("A") }, allOf: [{ properties: { a: ref("A") } }] } },
    "A",
    true,
  ],
  [
    "a circle that others are beside",
    { A: choice("B", "C"), B: { items: ref("A") }, C: choice("D", "E"), D: {}, E: {} },
    "C",
    false,
  ],
  ["a condition", { A: { if: { properties: { a: ref("A") } }, else: { properties: { a: ref("A") } } } }, "A", true],
])("%s: %j from %s: %j", (_what, schemas, from, is) => {
  const referenced = Object.entries(schemas).map(([$id, one]) => ({ $id, ...one })) as unknown as TSchema[];
  expect(isDoubling(ref(from) as unknown as TSchema, referenced)).toBe(is);
});
