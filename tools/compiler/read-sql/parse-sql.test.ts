import { expect, test } from "vitest";
import { parseSql } from "./parse-sql";

test("a byte order mark is read over, and places stay right", async () => {
  const { source, problems } = await parseSql("a.sql", "\uFEFFCREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");
  expect(problems).toEqual([]);
  expect(source?.statements).toHaveLength(2);
  expect((await parseSql("a.sql", "\uFEFFCREATE TABEL a;")).problems).toEqual([
    { index: 8, reason: expect.stringContaining("TABEL") },
  ]);
});

test.each([
  ["a string", "'a\n\\i b\n'"],
  ["an escape string", "E'it\\'s\n\\i b\n'"],
  ["a dollar string", "$x$ $$\n\\i b\n$x$"],
])("a line with a backslash in %s is text, also beside lines of psql", async (_, literal) => {
  const comment = `COMMENT ON TABLE a IS ${literal};`;
  const { source, problems, commands } = await parseSql(
    "a.sql",
    `\\restrict it\nCREATE TABLE a (id int);\n${comment}\n`,
  );
  expect([problems, commands]).toEqual([[], []]);
  expect(JSON.stringify(source?.statements[1])).toContain("i b");
});

test("a line of psql after a comment with a quote is one", async () => {
  const { commands } = await parseSql("a.sql", "-- it's\n/* and 'so */\n\\i other.sql\n");
  expect(commands).toEqual([{ index: 22, text: "\\i other.sql" }]);
});
