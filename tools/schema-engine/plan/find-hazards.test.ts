import { expect, test } from "vitest";
import { readStatements } from "../sql/read-statements";
import { findHazards } from "./find-hazards";

test.each([
  ["DROP TABLE a, s.b", ["DATA_LOSS drops table a", "DATA_LOSS drops table s.b"]],
  ["DROP VIEW a", []],
  ["ALTER TYPE t DROP ATTRIBUTE zip CASCADE", ["DATA_LOSS drops attribute public.t.zip"]],
  ["ALTER TYPE t ADD ATTRIBUTE zip text", []],
  ["DROP SCHEMA s", ["DATA_LOSS drops schema s"]],
  ["ALTER TABLE a DROP COLUMN b", ["DATA_LOSS drops column public.a.b"]],
  ["ALTER TABLE new DROP COLUMN b", []],
  ["CREATE INDEX i ON a (b)", ["BLOCKING_INDEX_BUILD building index i blocks writes to public.a until it is done"]],
  ["CREATE INDEX CONCURRENTLY i ON a (b)", []],
  ["CREATE INDEX i ON new (b)", []],
  [
    "ALTER TABLE a ADD CONSTRAINT u UNIQUE (b)",
    ["BLOCKING_INDEX_BUILD building constraint u blocks writes to public.a until it is done"],
  ],
  ["ALTER TABLE a ADD CONSTRAINT u UNIQUE USING INDEX i", []],
  [
    "ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0)",
    ["TABLE_SCAN constraint c reads all of public.a while its lock blocks writes"],
  ],
  ["ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID", []],
  [
    "ALTER TABLE a ALTER b SET NOT NULL",
    ["TABLE_SCAN SET NOT NULL on b reads all of public.a while its lock blocks writes"],
  ],
])("%s", async (text, expected) => {
  const [statement] = await readStatements({ path: "plan", text });
  if (statement === undefined) throw new Error("no statement");
  const found = findHazards(statement.node, (table) => table === "public.a");
  expect(found.map((one) => `${one.kind} ${one.text}`)).toEqual(expected);
});
