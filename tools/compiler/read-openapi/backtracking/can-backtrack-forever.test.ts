import { describe, expect, it } from "vitest";
import { canBacktrackForever } from "./can-backtrack-forever";

describe("can take for ever", () => {
  it.each([
    ["^(a+)+$"],
    ["^(a*)*$"],
    ["(a|a)+$"],
    ["^(a|ab|b)*$"],
    ["^([a-z]|[a-z0-9])+!$"],
    ["(([a-z0-9-_ ]|[^x])+.(json|yaml))"],
    ["^(\\w+\\s?)*$"],
    ["^(a?b?)*c$"],
    ["^(aa|aaa)*$"],
    ["^([^@]+\\.?)+@"],
    ["^(\\d+,?)+$"],
    ["^(?:(?:x|[^y])+)$"],
    ["^(a+){12,20}$"],
  ])("%s", (pattern) => {
    expect(canBacktrackForever(pattern)).toBe(true);
  });

  it("doubles its steps with each character more", () => {
    // 20 characters are a million ways: the same expression with 26 takes about 64 times as long.
    const timeOf = (count: number) => {
      const start = process.hrtime.bigint();
      /^(a|a)+$/u.test(`${"a".repeat(count)}!`);
      return Number(process.hrtime.bigint() - start);
    };
    timeOf(18);
    expect(timeOf(24)).toBeGreaterThan(8 * timeOf(18));
  });
});

describe("cannot", () => {
  it.each([
    ["^[a-z]+$"],
    ["^[a-zA-Z0-9]+(-[a-zA-Z0-9]+)*$"],
    ["^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,}$"],
    ["^(?:#[0-9a-f]{3}|#[0-9a-f]{6})$"],
    ["^.+/.+$"],
    ["^(?:-?[0-9a-f]{4}){7}$"],
    ["(a+)+"],
    ["(a|a)*"],
    ["^(a|b)*$"],
    ["^(ab?)*$"],
    ["^(\\w+\\s)*\\w+$"],
    ["^\\d{4}(-\\d{2}){2}T(\\d{2}:)+\\d{2}(\\.\\d+)?Z$"],
    ["^[^@\\s]+@[^@\\s]+$"],
    ["^(?=.*\\d)(?=.*[a-z]).{8,}$"],
    ["^((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.|$)){4}$"],
    ["\\p{L}+(?: \\p{L}+)*"],
    [""],
    ["^(?:)*$"],
  ])("%s", (pattern) => {
    expect(canBacktrackForever(pattern)).toBe(false);
  });

  it("is not said of very long ones", () => {
    expect(canBacktrackForever(`^(${"a?".repeat(500)}b|c*)*d$`)).toBe(false);
    expect(canBacktrackForever(`^(${"\\w|".repeat(70)}b)*d$`)).toBe(false);
  });
});
