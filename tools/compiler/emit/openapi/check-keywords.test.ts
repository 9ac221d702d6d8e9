import { expect, test } from "vitest";
import { checkKeywords } from "./check-keywords";

/** Canonical text of a check → what it says about the values of `x`. */
test.each<[string, object]>([
  ["x > 0", { exclusiveMinimum: 0 }],
  ["0 < x", { exclusiveMinimum: 0 }],
  ["((x >= 1901) AND (x <= 2155))", { minimum: 1901, maximum: 2155 }],
  ["x BETWEEN - 5 AND 5 AND x <> 0", { minimum: -5, maximum: 5 }],
  ["(x >= (0)::numeric)", { minimum: 0 }],
  ["length(x) BETWEEN 1 AND 120", { minLength: 1, maxLength: 120 }],
  ["(char_length((x)::text) <= 50)", { maxLength: 50 }],
  ["length(x) > 0 AND length(x) < 9", { minLength: 1, maxLength: 8 }],
  ["x <> ''", { minLength: 1 }],
  ["x IN ('a', 'it''s')", { values: ["a", "it's"] }],
  ["((x)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying(3)])::text[]))", { values: ["a", "b"] }],
  ["x = ANY (ARRAY[1, 2])", { values: [1, 2] }],
  ["x ~ '^[A-Z]{2}$' AND length(x) <= 9", { pattern: "^[A-Z]{2}$", maxLength: 9 }],
  // Parts that JSON Schema cannot say are left to the database.
  ["x > y", {}],
  ["x > 0 AND y > 1", { exclusiveMinimum: 0 }],
  ["x > 0 OR y > 1", {}],
  ["x > 0 AND y > 1 OR z > 2", {}],
  ["x IS NULL OR x > 0", {}],
  ["NOT x > 0", {}],
  ["x + 1 > 0", {}],
  ["x % 100 = 9", {}],
  ["lower(x) = 'a'", {}],
  ["octet_length(x) = 32", {}],
  ["x IN (1, y)", {}],
  ["x = ANY (y)", {}],
  ["x ~* '^a$'", {}],
  ["x !~ '^a$'", {}],
  ["y ~ '^a$'", {}],
  ["'x' = 'x'", {}],
  ["", {}],
])("%s", (expression, expected) => {
  expect(checkKeywords(expression, "x")).toEqual(expected);
});

test("the check of a domain is about VALUE", () => {
  expect(checkKeywords("(value >= 1)", "VALUE")).toEqual({ minimum: 1 });
  expect(checkKeywords("VALUE ~ '^a+$'", "VALUE")).toEqual({ pattern: "^a+$" });
});
