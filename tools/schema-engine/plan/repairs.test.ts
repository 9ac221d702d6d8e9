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

const t = "CREATE TABLE t (id int PRIMARY KEY, a text, n int);";
const f = "CREATE FUNCTION f(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2';";
const kinds = "CREATE TYPE mood AS ENUM ('a', 'b');";

/** What the engine leaves out or says in an order that PostgreSQL refuses: proved there and back all the same. */
test.each([
  [
    "an operator",
    "",
    `${f} CREATE OPERATOR public.~<< (FUNCTION = f, LEFTARG = text, RIGHTARG = text, RESTRICT = scalargtsel);`,
  ],
  [
    "an operator that changes",
    `${f} CREATE OPERATOR public.~<< (FUNCTION = f, LEFTARG = text, RIGHTARG = text);`,
    `${f} CREATE OPERATOR public.~<< (FUNCTION = f, LEFTARG = text, RIGHTARG = text, HASHES);`,
  ],
  [
    "casts",
    kinds,
    `${kinds} CREATE CAST (text AS mood) WITH INOUT AS IMPLICIT; CREATE FUNCTION g(mood) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'; CREATE CAST (mood AS int) WITH FUNCTION g(mood) AS ASSIGNMENT;`,
  ],
  [
    "extended statistics",
    t,
    `${t} CREATE STATISTICS s (ndistinct) ON a, n FROM t; ALTER STATISTICS s SET STATISTICS 50;`,
  ],
  ["extended statistics of a table that goes", `${t} CREATE STATISTICS s ON a, n FROM t;`, ""],
  [
    "a range type, whose cast comes with it",
    "",
    "CREATE TYPE r AS RANGE (subtype = float8, multirange_type_name = many); CREATE TABLE x (a r, b many);",
  ],
  ["storage", t, `${t} ALTER TABLE t ALTER a SET STORAGE EXTERNAL;`],
  [
    "statistics of columns, of new ones too",
    t,
    `${t.replace("n int", "n int, m int")} ALTER TABLE t ALTER a SET STATISTICS 500; ALTER TABLE t ALTER m SET STATISTICS 7;`,
  ],
  [
    "statistics of an index",
    `${t} CREATE INDEX i ON t (lower(a));`,
    `${t} CREATE INDEX i ON t (lower(a)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 300;`,
  ],
  [
    "a change from one enum to another",
    "CREATE TYPE m AS ENUM ('a'); CREATE TYPE o AS ENUM ('a', 'b'); CREATE TABLE e (x m);",
    "CREATE TYPE m AS ENUM ('a'); CREATE TYPE o AS ENUM ('a', 'b'); CREATE TABLE e (x o);",
  ],
  ["identity of a nullable column", "CREATE TABLE e (x int);", "CREATE TABLE e (x int GENERATED ALWAYS AS IDENTITY);"],
])("%s", async (_, before, after) => {
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  for (const [from, to] of [
    [before, after],
    [after, before],
  ] as const) {
    const plan = await provePlan({ shadow, engine: deltaEngine, from: await load(from), to: await load(to) });
    expect(plan).toHaveProperty("up");
  }
});
