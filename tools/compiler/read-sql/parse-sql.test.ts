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
