import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import { provePlan } from "../prove/prove-plan";
import { loadFiles } from "../source/load-files";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

const table = "CREATE TABLE t (a int, b text);";

/** A name that is not the one that is wanted would be a note of the plan. */
test.each([
  [
    "a new table",
    "",
    "CREATE TABLE t (a int CONSTRAINT foo NOT NULL, b text CONSTRAINT \"Ü b\" NOT NULL DEFAULT 'x');",
  ],
  ["a column that is not to be null any more", table, "CREATE TABLE t (a int CONSTRAINT foo NOT NULL, b text);"],
  [
    "new columns, one filled for each row, one numbered",
    table,
    "CREATE TABLE t (a int, b text, c int CONSTRAINT foo NOT NULL DEFAULT 1, d float8 CONSTRAINT bar NOT NULL DEFAULT random(), e int CONSTRAINT num NOT NULL GENERATED ALWAYS AS IDENTITY);",
  ],
  [
    "a new table, whose columns have had other names,",
    "",
    "CREATE TABLE t (a int NOT NULL, b int CONSTRAINT foo NOT NULL); ALTER TABLE t RENAME a TO c; ALTER TABLE t ADD a int NOT NULL;",
  ],
  [
    "a new table with a child and a comment",
    "",
    "CREATE TABLE p (a int CONSTRAINT foo NOT NULL); CREATE TABLE c (b int CONSTRAINT bar NOT NULL) INHERITS (p); COMMENT ON CONSTRAINT foo ON p IS 'x';",
  ],
])("%s has the NOT NULL by its name", async (_, before, after) => {
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  for (const [from, to] of [
    [before, after],
    [after, before],
  ] as const) {
    const plan = await provePlan({ shadow, engine: deltaEngine, from: await load(from), to: await load(to) });
    expect(plan).toHaveProperty("up");
    const notes = "up" in plan ? plan.notes.filter((one) => one.startsWith("not null constraint")) : [];
    // Those that PostgreSQL has given stay what they are.
    expect(notes.filter((one) => !one.includes("_not_null, wanted t_a_not_null"))).toEqual([]);
  }
});
