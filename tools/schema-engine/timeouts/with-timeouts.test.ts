import { expect, test } from "vitest";
import { defaultTimeouts } from "./default-timeouts";
import { readTimeouts } from "./read-timeouts";
import { timeoutMs, timeoutText } from "./timeout-text";
import { withTimeouts } from "./with-timeouts";

const [brief, long, online] = ["3s 5s", "3s 6h", "20min 6h"];

test.each([
  ["ALTER TABLE t ADD COLUMN c int NOT NULL DEFAULT 1", brief],
  ["ALTER TABLE t ADD COLUMN c text DEFAULT 'a'::text", brief],
  ["ALTER TABLE t ADD COLUMN c uuid DEFAULT gen_random_uuid()", long],
  ["ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID", brief],
  ["ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)", long],
  ["ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX i", brief],
  ["ALTER TABLE t ADD PRIMARY KEY (a)", long],
  ["ALTER TABLE t VALIDATE CONSTRAINT c", online],
  ["ALTER TABLE t ALTER a SET NOT NULL", long],
  ["ALTER TABLE t ALTER a TYPE bigint", long],
  ["ALTER INDEX i ATTACH PARTITION j", brief],
  ["CREATE INDEX i ON t (a)", long],
  ["CREATE INDEX i ON ONLY t (a)", brief],
  ["UPDATE t SET a = 1", long],
  ["DROP TABLE t", brief],
  ["CREATE VIEW v AS SELECT 1", brief],
])("%s", async (sql, expected) => {
  const [segment] = await withTimeouts([{ isTransactional: true, statements: [sql] }], defaultTimeouts);
  const [lock, limit] = (segment?.statements ?? []).map((one) => /= '(.*)'$/.exec(one)?.[1]);
  expect(`${lock} ${limit}`).toBe(expected);
});

test("values are set where they change, and a wait after strong locks is short whatever for", async () => {
  const timed = await withTimeouts(
    [
      { isTransactional: true, statements: ["CREATE TABLE n (a int)", "CREATE INDEX i ON n (a)"] },
      {
        isTransactional: true,
        statements: [
          "ALTER TABLE t VALIDATE CONSTRAINT c",
          "ALTER TABLE t ALTER a SET NOT NULL",
          "ALTER TABLE u VALIDATE CONSTRAINT d",
        ],
      },
      { isTransactional: false, statements: ["CREATE INDEX CONCURRENTLY j ON t (a)"] },
    ],
    defaultTimeouts,
  );
  expect(timed.map((one) => one.statements)).toEqual([
    [
      "SET LOCAL lock_timeout = '3s'",
      "SET LOCAL statement_timeout = '5s'",
      "CREATE TABLE n (a int)",
      "CREATE INDEX i ON n (a)",
    ],
    [
      "SET LOCAL lock_timeout = '20min'",
      "SET LOCAL statement_timeout = '6h'",
      "ALTER TABLE t VALIDATE CONSTRAINT c",
      "SET LOCAL lock_timeout = '3s'",
      "SET LOCAL statement_timeout = '5s'",
      "ALTER TABLE t ALTER a SET NOT NULL",
      "SET LOCAL statement_timeout = '6h'",
      "ALTER TABLE u VALIDATE CONSTRAINT d",
    ],
    ["CREATE INDEX CONCURRENTLY j ON t (a)"],
  ]);
  expect(timed.map((one) => one.facts)).toEqual([[], [], ["lock-timeout 20min", "statement-timeout 6h"]]);
});

test.each([0, 1_500, 3_000, 1_200_000, 21_600_000])("%s ms are written as they are read", (ms) => {
  expect(timeoutMs(timeoutText(ms))).toBe(ms);
});

test.each(["soon", "", "-1s", "1 s", "30d"])("`%s` is no time", (text) => {
  expect(timeoutMs(text)).toBeUndefined();
});

test("specline.json gives some, the rest are the defaults", () => {
  expect(readTimeouts({ statementMs: 10_000 })).toEqual({ ...defaultTimeouts, statementMs: 10_000 });
});

test.each([
  [[], "is not an object"],
  [{ lock: 1 }, 'has no "lock"'],
  [{ lockMs: "3s" }, "no number of milliseconds"],
  [{ lockMs: 5_000 }, "is not below"],
  [{ longLockMs: 0 }, "is not below"],
])("%j cannot be", (given, reason) => {
  expect(readTimeouts(given)).toContain(reason);
});
