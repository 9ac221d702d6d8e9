import { expect, test } from "vitest";
import { readStatements } from "../sql/read-statements";
import { unfinishedTransactions } from "./unfinished-transactions";

const a = "CREATE TABLE a (id int)";

test.each([
  [`BEGIN; ${a}; COMMIT`, []],
  [`${a}; START TRANSACTION; SELECT 1; END`, []],
  [`BEGIN; SAVEPOINT s; ${a}; RELEASE s; COMMIT`, []],
  [a, []],
  [`BEGIN; ${a}`, ["1:1 BEGIN"]],
  [`${a};\nSTART TRANSACTION\n READ ONLY;`, ["2:1 START TRANSACTION READ ONLY"]],
  [`BEGIN; ${a}; ROLLBACK`, ["1:33 ROLLBACK"]],
  [`BEGIN; SAVEPOINT s; ${a}; ROLLBACK TO s; COMMIT`, ["1:46 ROLLBACK TO s"]],
  [`BEGIN; ${a}; COMMIT AND CHAIN; CREATE TABLE b ()`, ["1:33 COMMIT AND CHAIN"]],
  [`BEGIN; ${a}; PREPARE TRANSACTION 'x'`, ["1:33 PREPARE TRANSACTION 'x'"]],
])("%s", async (text, expected) => {
  const found = unfinishedTransactions(await readStatements({ path: "schema.sql", text }));
  expect(
    found.map(({ code, span, message }) => [code, `${span.line}:${span.column} ${/`(.*?)`/.exec(message)?.[1]}`]),
  ).toEqual(expected.map((one) => ["sql/unfinished-transaction", one]));
});
