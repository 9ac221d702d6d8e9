import { expect, test } from "vitest";
import { formatDiagnostic } from "../../compiler/diagnostics/format-diagnostic";
import { Refused } from "../../report/refused";
import { readStatements } from "./read-statements";
import { transactionNeed } from "./transaction-need";

test.each([
  ["nothing", "", []],
  ["only comments", "-- a\n/* b /* nested */ */\n", []],
  [
    "two, comments between",
    "SELECT 1; -- one\n\n/* c */ SELECT 2;",
    [
      ["SELECT 1", 1, 1],
      ["SELECT 2", 3, 9],
    ],
  ],
  [
    "letters of more than one byte",
    "CREATE TABLE é (a int);\nCREATE TABLE ü𝒳 (a int)",
    [
      ["CREATE TABLE é (a int)", 1, 1],
      ["CREATE TABLE ü𝒳 (a int)", 2, 1],
    ],
  ],
  [
    "a semicolon in a body",
    "DO $$ BEGIN; END $$;\n SELECT 3",
    [
      ["DO $$ BEGIN; END $$", 1, 1],
      ["SELECT 3", 2, 2],
    ],
  ],
])("%s", async (_, text, expected) => {
  const statements = await readStatements({ path: "a.sql", text });
  expect(statements.map((one) => [one.text, one.span.line, one.span.column])).toEqual(expected);
});

test.each([
  [
    "SELECT 1;\nCREATE TABEL a ();",
    'a.sql:2:8: error: The parser of PostgreSQL 18 refuses this: syntax error at or near "TABEL". [sql/syntax-error]',
  ],
  [
    "-- é𝒳\nSELEC",
    'a.sql:2:1: error: The parser of PostgreSQL 18 refuses this: syntax error at or near "SELEC". [sql/syntax-error]',
  ],
])("a syntax error has its place: %j", async (text, expected) => {
  const error = await readStatements({ path: "a.sql", text }).catch((thrown: unknown) => thrown);
  if (!(error instanceof Refused)) throw new Error("was not refused");
  expect(error.problems.map((one) => ("span" in one ? formatDiagnostic(one).split("\n")[0] : ""))).toEqual([expected]);
});

test.each([
  ["CREATE INDEX CONCURRENTLY i ON a (b)", "alone"],
  ["CREATE INDEX i ON a (b)", "shared"],
  ["DROP INDEX CONCURRENTLY i", "alone"],
  ["REINDEX TABLE CONCURRENTLY a", "alone"],
  ["REINDEX TABLE a", "shared"],
  ["VACUUM a", "alone"],
  ["ANALYZE a", "shared"],
  ["ALTER TABLE a DETACH PARTITION b CONCURRENTLY", "alone"],
  ["ALTER TABLE a DETACH PARTITION b", "shared"],
  ["CREATE DATABASE a", "alone"],
  ["ALTER TYPE a ADD VALUE 'b'", "shared"],
  ["COMMIT", "control"],
])("%s: %s", async (text, expected) => {
  const [statement] = await readStatements({ path: "a.sql", text });
  expect(statement === undefined ? undefined : transactionNeed(statement.node)).toBe(expected);
});
