import { expect, test } from "vitest";
import { readChecks } from "./read-checks";

test.each([
  ["(price >= 0)", { price: { minimum: 0 } }],
  ["((price > 0) AND (price < (100)::numeric))", { price: { minimum: 1, maximum: 99 } }],
  ["(5 <= a)", { a: { minimum: 5 } }],
  ["(length(name) <= 40)", { name: { maximumLength: 40 } }],
  ["((char_length((code)::text) >= 2))", { code: { minimumLength: 2 } }],
  ["(kind = ANY (ARRAY['a'::text, 'b'::text]))", { kind: { values: ["a", "b"] } }],
  [
    "((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
    { kind: { values: ["a", "b"] } },
  ],
  ["(code ~ '^[A-Z]{3}$'::text)", { code: { patterns: ["^[A-Z]{3}$"] } }],
  ["(code ~~ 'a%.b'::text)", { code: { patterns: ["^a.*\\.b$"] } }],
  ["((a IS NULL) OR (a > 3))", { a: { minimum: 4 } }],
  ["(a <> 0)", { a: { minimum: 1 } }],
  ["(rate = '-1.5'::numeric)", { rate: { values: ["-1.5"] } }],
  ["(a IS NOT NULL)", { a: { isNull: false } }],
  ["(md5(a) = b)", {}],
])("%s", async (expression, expected) => {
  const { columns } = await readChecks([expression]);
  const found = Object.fromEntries(
    [...columns].map(([name, { patterns, ...rest }]) => [
      name,
      { ...rest, ...(patterns.length > 0 ? { patterns } : {}) },
    ]),
  );
  expect(found).toEqual(expected);
});

test("two columns are compared", async () => {
  expect((await readChecks(["((reserved >= 0) AND (reserved <= quantity))"])).orders).toEqual([
    { lower: "reserved", upper: "quantity", isStrict: false },
  ]);
});
