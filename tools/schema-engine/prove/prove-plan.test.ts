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

const report = "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t";
const [gone, empty] = ["DROP MATERIALIZED VIEW m", "CREATE MATERIALIZED VIEW m AS SELECT a FROM t WITH NO DATA"];
const back = ["ALTER TABLE t DROP COLUMN b"];

test("a materialized view that is left without its rows is refreshed", async () => {
  const [from, to] = [await database(`${report};`), await database(`${report}; ALTER TABLE t ADD COLUMN b int;`)];
  const engine = scripted([gone, "ALTER TABLE t ADD COLUMN b int", empty], back);
  const plan = await provePlan({ shadow, engine, from, to });
  expect(plan).toHaveProperty("up");
  expect("up" in plan && plan.up.at(-1)?.statements.at(-1)).toBe("REFRESH MATERIALIZED VIEW public.m");
});

test("a materialized view that both sides leave without rows stays so", async () => {
  const none = `${report} WITH NO DATA`;
  const plan = scripted([gone, "ALTER TABLE t ADD COLUMN b int", empty], back);
  expect(await outcome(`${none};`, `${none}; ALTER TABLE t ADD COLUMN b int;`, plan)).toBe("proved");
});

test("whether a materialized view has rows alone is no change", async () => {
  expect(await outcome(`${report} WITH NO DATA;`, `${report};`, scripted([], []))).toBe("proved");
  expect(await outcome(`${report};`, `${report} WITH NO DATA;`, scripted([], []))).toBe("proved");
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

test.each<readonly [what: string, from: string, to: string, hazards: readonly (string | RegExp)[], losses: number]>([
  [
    "a rewrite of a table",
    "CREATE TABLE t (a int, b varchar(9));",
    "CREATE TABLE t (a bigint, b varchar(9));",
    [
      /^DEPENDS_ON_ROWS the new type of a /,
      /^BREAKS_CLIENTS /,
      /^TABLE_REWRITE writes all rows anew of public\.t .*"a" TYPE bigint/,
    ],
    0,
  ],
  [
    "a partition beside a default one",
    "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t_d PARTITION OF t DEFAULT;",
    "CREATE TABLE t (a int) PARTITION BY LIST (a); CREATE TABLE t_d PARTITION OF t DEFAULT; CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1);",
    [
      /^DEPENDS_ON_ROWS .* fails on rows of it in public\.t_d$/,
      /^TABLE_SCAN .* public\.t_d while its lock blocks reads and writes/,
    ],
    1,
  ],
  [
    "a constraint of a domain that rows made up do not satisfy",
    "CREATE DOMAIN d AS text; CREATE TABLE t (a d);",
    "CREATE DOMAIN d AS text CHECK (md5(VALUE) = 'x'); CREATE TABLE t (a d);",
    [
      /^TABLE_SCAN constraint d_check of domain public\.d reads all of public\.t/,
      /^DEPENDS_ON_ROWS constraint d_check of domain/,
    ],
    0,
  ],
  [
    "NOT NULL of a column, which a check proves",
    "CREATE TABLE t (a int, b int, CONSTRAINT c CHECK (b = 7 AND b = 8));",
    "CREATE TABLE t (a int NOT NULL, b int, CONSTRAINT c CHECK (b = 7 AND b = 8));",
    [/^DEPENDS_ON_ROWS validating /, /^DEPENDS_ON_ROWS SET NOT NULL on a /],
    0,
  ],
  [
    "a generated column that goes: down computes its values again",
    "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED);",
    "CREATE TABLE t (a int);",
    ["BREAKS_CLIENTS code that uses column public.t.g fails at once"],
    0,
  ],
  [
    "a generated column that comes",
    "CREATE TABLE t (a int);",
    "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) VIRTUAL);",
    [],
    0,
  ],
  [
    "a generated column that goes with what it is computed of",
    "CREATE TABLE t (a int, b int, g int GENERATED ALWAYS AS (b + 1) STORED);",
    "CREATE TABLE t (a int);",
    [/^BREAKS_CLIENTS .*t\.g /, /^DELETES_DATA drops column public\.t\.b$/, /^BREAKS_CLIENTS .*t\.b /],
    1,
  ],
])("hazards, and what the way back loses: %s", async (_, before, after, hazards, losses) => {
  const [from, to] = [await database(before), await database(after)];
  const result = await provePlan({ shadow, engine: deltaEngine, from, to });
  if (!("up" in result)) throw new Error("not proved");
  const found = result.hazards.map((one) => `${one.kind} ${one.text}`);
  expect(found).toEqual(hazards.map((one) => (typeof one === "string" ? one : expect.stringMatching(one))));
  expect(result.wayBack.losses).toHaveLength(losses);
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
