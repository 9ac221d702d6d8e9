import { expect, test } from "vitest";
import { Refused } from "../../report/refused";
import { readRenames } from "./read-renames";

const file = (text: string) => [{ path: "schema.sql", text }];

test.each([
  ["a table", "-- @renamed from=users\nCREATE TABLE accounts (a int);", [["public.accounts", undefined, "users"]]],
  [
    "a table of a schema",
    "-- @renamed from=s.users\nCREATE TABLE accounts (a int);",
    [["public.accounts", undefined, "s.users"]],
  ],
  [
    "quotes and case",
    '--@renamed  from="E ""x"\nCREATE TABLE "T.t" (a int);\n-- @renamed from=Old\nCREATE TABLE u ();',
    [
      ["public.T.t", undefined, 'E "x'],
      ["public.u", undefined, "old"],
    ],
  ],
  ["a column", "CREATE TABLE s.t (\n  -- @renamed from=x\n  y int,\n  z int\n);", [["s.t", "y", "x"]]],
  [
    "other comments between",
    "CREATE TABLE t (\n  -- @renamed from=x\n  -- in cents\n  /* é */ y int);",
    [["public.t", "y", "x"]],
  ],
  [
    "behind psql lines, a byte order mark and letters of two bytes",
    '\uFEFF\\set x \'é\n-- é\nCREATE TABLE "é" (a int);\n-- @renamed from=b\nCREATE TABLE c (\n-- @renamed from=é\nä int);'.replace(
      "\\set x 'é",
      "\\echo it's é",
    ),
    [
      ["public.c", undefined, "b"],
      ["public.c", "ä", "é"],
    ],
  ],
  [
    "in texts there is none",
    "CREATE TABLE t (a text DEFAULT '\n-- @renamed from=x\n');\nCREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$\n-- @renamed from=x\nSELECT 1 $$;",
    [],
  ],
])("reads %s", async (_, text, expected) => {
  const found = await readRenames(file(text));
  expect(
    found.map((one) => [
      one.table.join("."),
      one.column,
      [one.from.schema, one.from.name].filter((part) => part !== undefined).join("."),
    ]),
  ).toEqual(expected);
});

test.each([
  ["without a name", "-- @renamed users\nCREATE TABLE t (a int);", [1, 1]],
  ["with a column of a table", "CREATE TABLE t (\n  -- @renamed from=u.b\n  a int);", [2, 3]],
  ["above a constraint", "CREATE TABLE t (a int,\n  -- @renamed from=b\n  CHECK (a > 0));", [2, 3]],
  ["above a view", "SELECT 1;\n-- @renamed from=b\nCREATE VIEW v AS SELECT 1;", [2, 1]],
  ["behind its column", "CREATE TABLE t (a int, -- @renamed from=b\n  c int);", [1, 24]],
  ["at the end", "CREATE TABLE t (a int);\n-- @renamed from=b", [2, 1]],
  ["in a block comment", "/* @renamed from=b */\nCREATE TABLE t (a int);", [1, 1]],
  ["in a block comment of several lines", "/**\n * @renamed from=b\n */\nCREATE TABLE t (a int);", [1, 1]],
  [
    "with a name that is given twice",
    "CREATE TABLE t (\n-- @renamed from=b\nc int,\n-- @renamed from=b\nd int);",
    [4, 1],
  ],
])("refuses one %s", async (_, text, [line, column]) => {
  const error = await readRenames(file(text)).catch((thrown: unknown) => thrown);
  if (!(error instanceof Refused)) throw new Error("not refused");
  expect(error.problems).toMatchObject([{ code: "migration/bad-rename", span: { file: "schema.sql", line, column } }]);
});
