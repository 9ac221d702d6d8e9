import { afterEach, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { diff } from "../commands/diff";
import { verify } from "../commands/verify";
import { noSchemaWarnings } from "./read-schema";

let workspace: DatabaseWorkspace;
beforeEach(() => {
  workspace = makeDatabaseWorkspace();
});
afterEach(() => workspace.remove());

test.each([
  ["INSERT INTO a VALUES (1)", "sql/rows-in-schema"],
  ["UPDATE a SET id = 1", "sql/rows-in-schema"],
  ["WITH x AS (SELECT 1) DELETE FROM a", "sql/rows-in-schema"],
  ["MERGE INTO a USING b ON a.id = b.id WHEN MATCHED THEN DELETE", "sql/rows-in-schema"],
  ["TRUNCATE a", "sql/rows-in-schema"],
  ["COPY a FROM '/rows.csv'", "sql/rows-in-schema"],
  ["COPY a TO '/rows.csv'", "sql/no-schema"],
  ["SELECT pg_catalog.setval('public.s', 1, false)", "sql/rows-in-schema"],
  ["SET timezone = 'UTC'", "sql/setting-in-schema"],
  ["SET LOCAL work_mem = '1GB'", "sql/setting-in-schema"],
  ["SELECT set_config('timezone', 'UTC', false)", "sql/setting-in-schema"],
  ["SELECT pg_catalog.set_config('search_path', '', false)", undefined],
  ["SET search_path = app", undefined],
  ["SET Statement_Timeout = 0", undefined],
  ["SET ROLE app", undefined],
  ["SET SESSION AUTHORIZATION app", undefined],
  ["RESET timezone", undefined],
  ["DO $$ BEGIN END $$", "sql/code-in-schema"],
  ["CALL p(1)", "sql/code-in-schema"],
  ["SELECT create_hypertable('a', 'at')", "sql/code-in-schema"],
  ["SELECT 1", "sql/no-schema"],
  ["VACUUM a", "sql/no-schema"],
  ["CREATE DATABASE shop", "sql/no-schema"],
  ["ALTER SYSTEM SET work_mem = '1GB'", "sql/no-schema"],
  ["BEGIN", undefined],
  ["CREATE TABLE a (id int)", undefined],
  ["CREATE TABLE a AS SELECT f(1)", undefined],
  ["COMMENT ON TABLE a IS 'x'", undefined],
  ["GRANT SELECT ON a TO PUBLIC", undefined],
])("%s", async (statement, code) => {
  const warnings = await noSchemaWarnings([{ path: "schema.sql", text: `-- ö\n  ${statement};\n` }]);
  expect(warnings.map((one) => one.replace(/: warning: .*\[(.*)\].*/, " $1"))).toEqual(
    code === undefined ? [] : [`schema.sql:2:3 ${code}`],
  );
});

const dump = [
  "SELECT pg_catalog.set_config('search_path', '', false);",
  "CREATE DATABASE shop;",
  "\\connect shop",
  "ALTER DATABASE shop SET timezone TO 'UTC';",
  "CREATE TABLE public.a (id int PRIMARY KEY, note text);",
  "COPY public.a (id, note) FROM stdin;",
  "1\tit's a ; row",
  "2\t\\N",
  "\\.",
  "DO $$ BEGIN CREATE TABLE public.made (id int); END $$;",
  "CREATE INDEX ON public.a (note);",
].join("\n");

test("a schema with rows and code is planned, and what is no schema is told with its line, also when nothing is left to plan", async () => {
  workspace.write("schema.sql", dump);
  const told = ["2:1", "4:1", "6:1", "10:1"].map((place) => expect.stringContaining(`schema.sql:${place}: warning:`));
  const planned = await diff(workspace.project(), { name: "init" });
  expect(planned).toMatchObject({ verdict: "planned", data: { notes: expect.arrayContaining(told) } });
  expect(JSON.stringify(planned.data)).toContain("made");
  const again = await diff(workspace.project(), { isDryRun: true });
  expect(again).toMatchObject({ verdict: "up-to-date", data: { notes: told } });
  expect(await verify(workspace.project(), {})).toMatchObject({ verdict: "proved", data: { notes: told } });
});

test("in migrations such statements are legitimate", async () => {
  workspace.write("schema.sql", "CREATE TABLE a (id int PRIMARY KEY);\n");
  workspace.write(
    "migrations/1_a.up.sql",
    "CREATE TABLE a (id int PRIMARY KEY);\nINSERT INTO a VALUES (1);\nDO $$ BEGIN END $$;\n",
  );
  expect(await diff(workspace.project(), { isDryRun: true })).toMatchObject({
    verdict: "up-to-date",
    data: { notes: [] },
  });
});

test("COPY from the client is refused in a migration before anything runs, whose rows would be missing", async () => {
  workspace.write("schema.sql", "CREATE TABLE a (id int PRIMARY KEY);\n");
  workspace.write("migrations/1_a.up.sql", "CREATE TABLE a (id int PRIMARY KEY);\nCOPY a FROM stdin;\n1\n\\.\n");
  await expect(verify(workspace.project(), {})).rejects.toThrow(/syntax error/);
});
