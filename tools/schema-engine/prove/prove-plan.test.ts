import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import type { EngineAction, SchemaEngine } from "../engine/schema-engine";
import { loadFiles } from "../source/load-files";
import { provePlan } from "./prove-plan";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

const database = (text: string): Promise<ShadowDatabase> => loadFiles(shadow, [{ path: "test.sql", text }]);

/** An engine that says these statements: for up, for down, and what it still finds after up. */
function scripted(...said: readonly (readonly string[])[]): SchemaEngine {
  const plans = [...said];
  const action = (sql: string): EngineAction => ({ sql });
  return {
    name: "delta",
    description: "scripted",
    strategies: ["only"],
    plan: async () => ({ actions: (plans.shift() ?? []).map(action), settings: [], notes: [] }),
  };
}

async function outcome(fromText: string, toText: string, engine: SchemaEngine) {
  const [from, to] = [await database(fromText), await database(toText)];
  const result = await provePlan({ shadow, engine, from, to });
  return "up" in result
    ? "proved"
    : { direction: result.direction, found: result.failure ?? result.differences.map((one) => one.text) };
}

const table = "CREATE TABLE t (a int);";
const indexed = `${table} CREATE INDEX i ON t (a);`;
const partitioned =
  "CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);";

test("a right plan is proved", async () => {
  expect(await outcome(table, indexed, scripted(["CREATE INDEX i ON t (a)"], ["DROP INDEX i"]))).toBe("proved");
});

test("a plan without the index is caught", async () => {
  expect(await outcome(table, indexed, scripted([]))).toEqual({
    direction: "up",
    found: ["index public.i: is missing"],
  });
});

test("what the engine itself still finds is caught, also where the catalogs are equal", async () => {
  const plan = scripted(["CREATE INDEX i ON t (a)"], ["DROP INDEX i"], ["ALTER INDEX i RENAME TO j"]);
  expect(await outcome(table, indexed, plan)).toEqual({
    direction: "up",
    found: "scripted still finds something to do after it: ALTER INDEX i RENAME TO j",
  });
});

test("what is dropped where the archive cannot save it is caught", async () => {
  const kept = "CREATE TABLE t (a int);";
  const [from, to] = [await database(`${kept} CREATE SCHEMA s; CREATE TABLE s.u (a int);`), await database(kept)];
  const engine = scripted(["DROP SCHEMA s CASCADE"], ["CREATE SCHEMA s CREATE TABLE u (a int)"]);
  expect(await provePlan({ shadow, engine, from, to, archiveId: "20260101000000" })).toMatchObject({
    direction: "up",
    failure: "s.u is dropped in a way that leaves no place to archive it",
  });
});

test("constraints to come are tried on rows that satisfy them", async () => {
  const parents = "CREATE TABLE parents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);";
  const [from, to] = [
    await database(`${parents} CREATE TABLE t (parent bigint, size int);`),
    await database(
      `${parents} CREATE TABLE t (parent bigint NOT NULL REFERENCES parents, size int CHECK (size BETWEEN 3 AND 5));`,
    ),
  ];
  const result = await provePlan({ shadow, engine: deltaEngine, from, to });
  // What was tried on empty tables only would be a note.
  expect(result).toMatchObject({ notes: [] });
});

test("an invalid index of a partitioned table is caught", async () => {
  const plan = scripted([...partitioned.split("; "), "CREATE INDEX i ON ONLY p (a)"]);
  expect(await outcome("", `${partitioned} CREATE INDEX i ON p (a);`, plan)).toEqual({
    direction: "up",
    found: [expect.stringContaining("is valid is false, wanted true"), "index public.p1_a_idx: is missing"],
  });
});

test("a down that leaves something behind is caught", async () => {
  const plan = scripted(["CREATE INDEX i ON t (a)"], []);
  expect(await outcome(table, indexed, plan)).toEqual({
    direction: "down",
    found: ["index public.i: is there in addition"],
  });
});

test("a statement that PostgreSQL refuses is told", async () => {
  expect(await outcome(table, indexed, scripted(["CREATE INDEX i ON nothing (a)"]))).toEqual({
    direction: "up",
    found: expect.stringContaining('relation "nothing" does not exist'),
  });
});

test("a rewrite of a table is measured, not guessed", async () => {
  const [from, to] = [
    await database("CREATE TABLE t (a int, b varchar(9));"),
    await database("CREATE TABLE t (a bigint, b varchar(20));"),
  ];
  const result = await provePlan({ shadow, engine: deltaEngine, from, to });
  if (!("up" in result)) throw new Error("not proved");
  expect(result.hazards.filter((one) => one.kind === "TABLE_REWRITE").map((one) => one.text)).toEqual([
    expect.stringMatching(/^writes all rows of public\.t anew .*"a" TYPE bigint/),
  ]);
});

const corpus = resolve(process.env.SPECLINE_CORPUS ?? "../shared/corpus");
const isCorpusThere = existsSync(corpus);
if (!isCorpusThere) console.log(`skipped: the corpus is not at ${corpus} (set SPECLINE_CORPUS)`);
const corpusFile = (name: string) => (name === "" ? "" : readFileSync(join(corpus, "sql", `${name}.sql`), "utf8"));

test.runIf(isCorpusThere).each([
  ["", "chinook"],
  ["", "northwind"],
  ["", "supabase-auth"],
  ["", "concourse"],
  ["", "pagila"],
  ["temporal-2023", "temporal-2026"],
])("corpus: from %j to %s and back is proved, and the engine has nothing left to do", async (fromName, toName) => {
  const [from, to] = [await database(corpusFile(fromName)), await database(corpusFile(toName))];
  const plan = await provePlan({ shadow, engine: deltaEngine, from, to });
  expect(plan).toHaveProperty("up");
  const again = await provePlan({ shadow, engine: deltaEngine, from: to, to });
  expect(again).toMatchObject({ up: [], down: [] });
});
