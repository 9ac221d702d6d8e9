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

test("a prototype is only given where the description speaks of it", () => {
  for (const text of ['{"__proto__":1}', '{"\\u005f_proto__":1}']) {
    expect(parseJson(text, never)).toEqual({ problem: "must not have the key `__proto__`" });
    expect(Object.hasOwn((parseJson(text, () => true) as { value: object }).value, "__proto__")).toBe(true);
  }
});
