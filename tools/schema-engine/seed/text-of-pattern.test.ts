import { expect, test } from "vitest";
import { randomOf } from "../../random/random";
import { textOfPattern } from "./text-of-pattern";

test.each([
  "^[A-Z]{2}$",
  "^[a-z0-9]+(-[a-z0-9]+)*$",
  "^[A-Z0-9][A-Z0-9-]{2,31}$",
  "^(ab|cd){2,3}x?$",
  "^\\d{3}\\.\\w+$",
  "^[^0-9]+$",
  "^(?:\\+\\d{1,3} )?\\d{5,}$",
])("%s", (pattern) => {
  const random = randomOf(pattern);
  for (let index = 0; index < 50; index++) expect(textOfPattern(pattern, random)).toMatch(new RegExp(pattern));
});

test.each(["(a)\\1", "(?=a)b", "(a", "[a"])("%s is not understood", (pattern) => {
  expect(textOfPattern(pattern, randomOf("x"))).toBeUndefined();
});

test("POSIX classes", () => {
  const text = textOfPattern("^[^@[:space:]]+@[[:alpha:]]+[.][[:digit:]]$", randomOf("mail"));
  expect(text).toMatch(/^[^@\s]+@[a-z]+\.\d$/);
});

test("the same seed gives the same text", () => {
  expect(textOfPattern("[a-z]{20}", randomOf("1"))).toBe(textOfPattern("[a-z]{20}", randomOf("1")));
});
