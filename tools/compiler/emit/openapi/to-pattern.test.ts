import { expect, test } from "vitest";
import { toPattern } from "./to-pattern";

test.each([
  "^[a-z0-9]+(-[a-z0-9]+)*$",
  "^[^@]+@[^@]+[.][^@]+$",
  "^\\d".replace("\\d", "[0-9]"),
  "a|b",
  "^x{2,3}$",
  "^\\.$",
])("%s means the same in both", (pattern) => {
  expect(toPattern(pattern)).toBe(pattern);
});

/** Letters of all languages, line breaks, and forms that only one of them knows. */
test.each([
  "^.$",
  "\\d",
  "\\w+",
  "[[:alpha:]]",
  "[^@[:space:]]",
  "(?i)a",
  "(?=a)b",
  "***=a",
  "[]a]",
  "[^]a]",
  "a{1",
  "(a)\\1",
  "\\mword",
])("%s is left to the database", (pattern) => {
  expect(toPattern(pattern)).toBeUndefined();
});
