import { expect, test } from "vitest";
import type { KeywordSchema } from "../../model/schema";
import { numberBounds } from "./number-bounds";

type Given = Omit<KeywordSchema, "kind" | "span">;
const span = { file: "openapi.yaml", line: 1, column: 1 };

const rows: readonly (readonly [given: Given, bounds: Given])[] = [
  [{ types: ["integer"] }, {}],
  [
    { types: ["integer"], format: "int32" },
    { minimum: -2147483648, maximum: 2147483647 },
  ],
  [
    { types: ["integer", "null"], format: "int32" },
    { minimum: -2147483648, maximum: 2147483647 },
  ],
  [
    { types: ["integer"], format: "int32", minimum: 1 },
    { minimum: 1, maximum: 2147483647 },
  ],
  [{ types: ["integer"], format: "int32", exclusiveMinimum: 0, maximum: 2 ** 40 }, { maximum: 2147483647 }],
  [
    { types: ["integer"], format: "int64" },
    { minimum: -9007199254740991, maximum: 9007199254740991 },
  ],
  [{ types: ["number"], format: "int32" }, {}],
  [{ types: ["integer"], format: "constructor" }, {}],
  [{ types: ["integer"], format: "int32", enum: [1, 2] }, {}],
];

test.each(rows)("%j is bound by %j", (given, bounds) => {
  const { minimum: _, maximum: __, ...rest } = given;
  expect(numberBounds({ ...given, kind: "keywords", span } as KeywordSchema)).toEqual({
    ...rest,
    ...bounds,
    kind: "keywords",
    span,
  });
});
