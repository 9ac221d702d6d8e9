import { expect, it } from "vitest";
import type { JsonValue } from "../../model/json-value";
import { render } from "../text";
import { printQueryValue } from "./print-value";
import { type PairStyle, writePairs } from "./write-pairs";

const form = { style: "form", explode: true } as const;
const field = { ...form, isJson: true } as const;
const deep = { style: "deepObject", explode: true } as const;
const nested = { a: 1, b: { c: ["x", "y"] } };

it.each<readonly [what: string, value: JsonValue, style: PairStyle, pairs: readonly (readonly [string, string])[]]>([
  ["a text", "x", form, [["n", '"x"']]],
  ["null is left out", null, form, []],
  [
    "a list, a name each",
    [1, 2],
    form,
    [
      ["n", "1"],
      ["n", "2"],
    ],
  ],
  ["a list in one text", [1, 2], { style: "pipeDelimited", explode: false }, [["n", 'separated([1, 2], "%7C")']]],
  ["a list of objects", [{ a: 1 }], field, [["n", "json({ a: 1 })"]]],
  ["an object whose names are parameters", { a: 1, b: null }, form, [["a", "1"]]],
  ["an object in one text", { a: 1 }, { style: "form", explode: false }, [["n", 'separated(["a", 1], ",")']]],
  ["an object of a form without a style", nested, field, [["n", 'json({ a: 1, b: { c: ["x", "y"] } })']]],
  [
    "an object in brackets",
    nested,
    deep,
    [
      ["n[a]", "1"],
      ["n[b][c][0]", '"x"'],
      ["n[b][c][1]", '"y"'],
    ],
  ],
])("writes %s", (_, value, style, pairs) => {
  const written = writePairs("n", { kind: "fixed", value }, style);
  expect(written.map((pair) => [pair.name, render(printQueryValue(pair.value, () => ""))])).toEqual(pairs);
});
