import { expect, test } from "vitest";
import { unicodePattern } from "./unicode-pattern";

test.each([
  ["^[a-z]+$", "^[a-z]+$"],
  ["\\p{L}", "\\p{L}"],
  ["^[a-zA-Z0-9_\\-\\:]+$", "^[a-zA-Z0-9_\\-:]+$"],
  ["^[\\w-.]+\\_$", "^[\\w\\-.]+_$"],
  ["[.-\\w]", "[.\\-\\w]"],
  ["a\\-b\\@c\\ d", "a-b@c d"],
  ["^{[^}]*}$", "^\\{[^}]*\\}$"],
  ["a{2}\\}", "a{2}\\}"],
  ["\\'[\\']]", "'[']\\]"],
  ["\\e", undefined],
  ["(unclosed", undefined],
])("%s → %s", (pattern, expected) => {
  expect(unicodePattern(pattern)).toBe(expected);
  if (expected === undefined) return;
  const texts = ["a-b@c d", "x.y_", "a:b-C", "{id}", "aa}", "'']", "w", "-", ".", "", "é"];
  const verdicts = (source: string) =>
    texts.map((text) => new RegExp(source, source === expected ? "u" : "").test(text));
  if (pattern !== "\\p{L}") expect(verdicts(expected)).toEqual(verdicts(pattern));
});
