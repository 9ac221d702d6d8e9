import { expect, test } from "vitest";
import { readStatements } from "../sql/read-statements";
import { findHazards } from "./find-hazards";

test.each([
  ["DROP TABLE a, s.b", ["DELETES_DATA drops table a", "DELETES_DATA drops table s.b"]],
  ["DROP VIEW a", ["BREAKS_CLIENTS drops a, which others may use"]],
  ["TRUNCATE a, new", ["DELETES_DATA deletes rows of public.a"]],
  ["DELETE FROM a", ["DELETES_DATA deletes rows of public.a"]],
  [
    "ALTER TABLE a RENAME COLUMN b TO c",
    ["BREAKS_CLIENTS renames public.a.b to c: code that uses the old name fails at once"],
  ],
  [
    "ALTER TABLE a ADD COLUMN c int NOT NULL",
    ["DEPENDS_ON_ROWS column c NOT NULL without a default fails on any row in public.a"],
  ],
  ["ALTER TABLE a ADD COLUMN c int NOT NULL DEFAULT 1", []],
  ["ALTER TABLE a ADD COLUMN c bigserial NOT NULL", []],
  ["ALTER TABLE a ALTER b DROP NOT NULL", ["BREAKS_CLIENTS lets public.a.b be NULL, which readers may not expect"]],
  ["ALTER TABLE a VALIDATE CONSTRAINT c", ["DEPENDS_ON_ROWS validating c fails on rows that break it in public.a"]],
  [
    "CREATE UNIQUE INDEX CONCURRENTLY i ON a (b)",
    ["DEPENDS_ON_ROWS the unique index i fails on duplicates in public.a"],
  ],
  ["ALTER TYPE t DROP ATTRIBUTE zip CASCADE", ["DELETES_DATA drops attribute public.t.zip"]],
  ["ALTER TYPE t ADD ATTRIBUTE zip text", []],
  ["DROP SCHEMA s", ["DELETES_DATA drops schema s"]],
  [
    "ALTER TABLE a DROP COLUMN b",
    ["DELETES_DATA drops column public.a.b", "BREAKS_CLIENTS code that uses column public.a.b fails at once"],
  ],
  ["ALTER TABLE new DROP COLUMN b", []],
  ["CREATE INDEX i ON a (b)", ["BLOCKING_INDEX_BUILD building index i blocks writes of public.a until it is done"]],
  ["CREATE INDEX CONCURRENTLY i ON a (b)", []],
  ["CREATE INDEX i ON new (b)", []],
  [
    "ALTER TABLE a ADD CONSTRAINT u UNIQUE (b)",
    [
      "BLOCKING_INDEX_BUILD building constraint u blocks reads and writes of public.a until it is done",
      "DEPENDS_ON_ROWS constraint u fails on duplicates in public.a",
    ],
  ],
  ["ALTER TABLE a ADD CONSTRAINT u UNIQUE USING INDEX i", []],
  [
    "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0)",
    [
      "TABLE_SCAN constraint c reads all of public.a while its lock blocks reads and writes",
      "DEPENDS_ON_ROWS constraint c fails on rows that break it in public.a",
    ],
  ],
  ["ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID", []],
  [
    "ALTER TABLE a ALTER b SET NOT NULL",
    [
      "TABLE_SCAN SET NOT NULL on b reads all of public.a while its lock blocks reads and writes",
      "DEPENDS_ON_ROWS SET NOT NULL on b fails on NULLs in public.a",
    ],
  ],
])("%s", async (text, expected) => {
  const [statement] = await readStatements({ path: "plan", text });
  if (statement === undefined) throw new Error("no statement");
  const found = findHazards(statement.node, (table) => table === "public.a");
  expect(found.map((one) => `${one.kind} ${one.text}`)).toEqual(expected);
});
