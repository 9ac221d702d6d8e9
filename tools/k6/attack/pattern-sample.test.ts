import { expect, it } from "vitest";
import { patternSample } from "./pattern-sample";

it.each([
  ["^AC[0-9a-fA-F]{32}$", `AC${"a".repeat(32)}`],
  ["^[a-z]+-\\d{2,4}$", "a-00"],
  ["([a-z0-9-_]+)", "a"],
  ["^a?b*c+[.]$", "c."],
  ["^\\/v1$", "/v1"],
  ["^(a|b)$", undefined],
  ["^(?=x)y$", undefined],
  ["^[$%]$", undefined],
])("of %s makes %s", (pattern, text) => {
  expect(patternSample(pattern)).toBe(text);
  if (text !== undefined) expect(text).toMatch(new RegExp(pattern));
});
