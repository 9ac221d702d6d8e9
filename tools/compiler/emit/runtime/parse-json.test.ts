import { expect, test } from "vitest";
import { parseJson } from "./parse-json";

const lists = (depth: number, inner = "") => "[".repeat(depth) + inner + "]".repeat(depth);
const never = () => false;

test.each([
  ["as deep as may be", lists(1000), true],
  ["deeper", lists(1001), false],
  ["deeper, by objects", `${'{"a":'.repeat(1001)}1${"}".repeat(1001)}`, false],
  ["much deeper", lists(200_000), false],
  ["brackets in a text", JSON.stringify("[".repeat(5000)), true],
  ["brackets behind an escaped quote", JSON.stringify(`"\\"${"[".repeat(5000)}`), true],
  ["many that are not inside each other", `[${"[],".repeat(3000)}[]]`, true],
])("%s", (_name, text, isRead) => {
  const parsed = parseJson(text, never);
  if (isRead) expect(parsed).toEqual({ value: JSON.parse(text) as unknown });
  else expect(parsed).toEqual({ problem: "is nested deeper than 1000 levels" });
});

test("a number is no larger than can be said again", () => {
  for (const text of ["1e400", '{"a":[-1e0400]}', "9".repeat(400)])
    expect(parseJson(text, never)).toEqual({ problem: "has a number that is too large" });
  for (const text of ["1e300", '"1e400"', "0.1e-999", "1".repeat(300)])
    expect(parseJson(text, never)).toEqual({ value: JSON.parse(text) as unknown });
});

test("a prototype is only given where the description speaks of it", () => {
  for (const text of ['{"__proto__":1}', '{"\\u005f_proto__":1}']) {
    expect(parseJson(text, never)).toEqual({ problem: "must not have the key `__proto__`" });
    expect(Object.hasOwn((parseJson(text, () => true) as { value: object }).value, "__proto__")).toBe(true);
  }
});
