import { expect, it } from "vitest";
import { boundedPattern, PatternTooSlow } from "./bounded-pattern";
import { oracleFor } from "./oracle";

const slow = "^([a-z ]|[^A])+[.]json$";

it.each([
  ["^[a-z]+$", "a".repeat(5000), true],
  ["^([a-z]+-)*[a-z]+$", "some-name-of-words-and-words", true],
  ["^([a-z]+-)*[a-z]+$", "some-name-of-words-and-words!", false],
  [slow, "a.json", true],
])("%s matches as ever", (pattern, text, expected) => {
  expect(boundedPattern(pattern, "u").test(text)).toBe(expected);
});

it("a pattern that backtracks without end is given up", () => {
  const bounded = boundedPattern(slow, "u");
  for (let count = 0; count < 6; count++) expect(() => bounded.test("a".repeat(3000))).toThrow(PatternTooSlow);
  expect(bounded.test("a")).toBe(false);
});

it("nothing is known of what such a pattern is asked", () => {
  const oracle = oracleFor({ components: { schemas: {} }, paths: {} } as unknown as Parameters<typeof oracleFor>[0]);
  const validate = oracle.request({ type: "string", pattern: slow });
  expect(["a.json", 1, "a".repeat(3000)].map((value) => validate?.(value))).toEqual([true, false, undefined]);
  expect(oracle.slowPatterns()).toEqual([slow]);
});
