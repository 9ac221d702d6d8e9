import { describe, expect, it } from "vitest";
import { settle } from "./make-text";
import { textForPattern } from "./pattern-text";
import type { TextPart } from "./value";

/** As the run time fills it in, with the last characters of the alphabet instead of the first. */
function filled(parts: readonly TextPart[]): string {
  return parts
    .map((part) => (part.kind === "literal" ? part.text : (part.alphabet.at(-1) ?? "").repeat(part.length)))
    .join("");
}

describe("textForPattern", () => {
  it.each([
    "^[A-Z0-9][A-Z0-9-]{2,31}$",
    "^[a-z0-9]+(-[a-z0-9]+)*$",
    "^[A-Z]{2}$",
    "^\\d{3}-\\d{4}$",
    "^\\+?[1-9]\\d{1,14}$",
    "^#(?:[0-9a-fA-F]{3}){1,2}$",
    "^(red|green|blue)$",
    "^[^@\\s]+@[^@\\s]+\\.[a-z]{2,}$",
    "^v\\d+\\.\\d+(\\.\\d+)?$",
    "^[\\w.-]{5,20}$",
    "^a{0}b?c*$",
    "^(?<year>\\d{4})/x$",
    "abc",
  ])("makes texts that match %s, whatever the unique part is", (pattern) => {
    const parts = textForPattern(pattern);
    if (parts === undefined) throw new Error("no text");
    expect(settle(parts)).toMatch(new RegExp(pattern, "u"));
    expect(filled(parts)).toMatch(new RegExp(pattern, "u"));
  });

  it("keeps to the length", () => {
    const parts = textForPattern("^[a-z]+$", 4, 6) ?? [];
    expect(settle(parts).length).toBeGreaterThanOrEqual(4);
    expect(settle(parts).length).toBeLessThanOrEqual(6);
  });

  it("has room for a unique part where the pattern has", () => {
    expect(
      textForPattern("^[A-Z0-9][A-Z0-9-]{2,31}$")?.some((part) => part.kind === "unique" && part.length >= 10),
    ).toBe(true);
  });

  it.each(["^(?=.*[A-Z]).{8,}$", "^(a)\\1$", "^\\p{L}+$", "[", "(", "a**"])(
    "gives up on %s rather than guess",
    (pattern) => {
      expect(textForPattern(pattern)).toBeUndefined();
    },
  );
});
