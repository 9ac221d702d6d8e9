import { expect, test } from "vitest";
import { readImports } from "./read-imports";

test.each<[string, string[]]>([
  [`import a from "a";`, ["a"]],
  [`import "side-effect";`, ["side-effect"]],
  [`import {\n  b,\n  type C,\n} from './b.js'`, ["./b.js"]],
  [`import d, * as e from "@scope/d/sub";`, ["@scope/d/sub"]],
  [`export * from "./f.js"; export { g } from "./g.js";`, ["./f.js", "./g.js"]],
  [`const h = await import("./h.js"); const i = require('i');`, ["./h.js", "i"]],
  [`import type { J } from "j"; export type { K } from "k"; import type L from "l";`, []],
  [`import type from "./named-type.js";`, ["./named-type.js"]],
  [`import{n}from"n";export*from"o";import"p"`, ["n", "o", "p"]],
  [`object.import("m"); const important = "n"; reimport("o");`, []],
])("%s", (text, expected) => {
  expect(readImports(text)).toEqual(expected);
});
