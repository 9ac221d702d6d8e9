import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { connect } from "../../../tools/postgres/connection/connect";
import { type Shadow, type ShadowDatabase, startShadow } from "../../../tools/postgres/shadow";
import { diff } from "../../../tools/schema-engine/commands/diff";
import { migrate } from "../../../tools/schema-engine/commands/migrate";
import { rollback } from "../../../tools/schema-engine/commands/rollback";
import { seed } from "../../../tools/schema-engine/commands/seed";
import { status } from "../../../tools/schema-engine/commands/status";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../database/database-workspace";
import { refusal } from "../../database/refusal";
import { eventually } from "../start-child";

import { writeSums } from "./write-sums";

let server: Shadow;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;
let other: Client;

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await server?.stop();
});
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  mkdirSync(join(workspace.root, "specs/db/migrations"), { recursive: true });
  live = await server.createDatabase();
  other = await connect(live.url);
});
afterEach(async () => {
  await other.end();
  workspace.remove();
});

const project = () => workspace.project({ DATABASE_URL: live.url });
const write = (name: string, text: string) => writeFileSync(join(workspace.root, "specs/db/migrations", name), text);
const planHeader = "-- specline:plan p\n\n";

/** What a refused run must not change: the tables and the history. */
async function state(): Promise<unknown> {
  const { rows } = await other.query("SELECT to_regclass('specline.migrations') IS NULL AS none");
  const applied = rows[0]?.none
    ? { rows: [] }
    : await other.query("SELECT * FROM specline.migrations ORDER BY version");
  const tables = await other.query(
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  return [applied.rows, tables.rows];
}

async function refusedWithoutChange(run: () => Promise<unknown>) {
  const before = await state();
  const refused = await refusal(run());
  expect(await state()).toEqual(before);
  return refused;
}

test("a server that is too old is refused before anything is read or written", async () => {
  // No such server is at hand: this database says of itself that it is older.
  await other.query(`CREATE SCHEMA older;
    CREATE FUNCTION older.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT '140011' $$;
    ALTER DATABASE ${live.name} SET search_path = older, pg_catalog, public`);
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  for (const run of [() => migrate(project(), {}), () => status(project(), {})]) {
    const refused = await refusedWithoutChange(run);
    expect(refused.codes).toEqual(["database/version-too-old"]);
    expect(refused.text).toMatch(/127\.0\.0\.1:\d+\/shadow_\d+ as postgres is PostgreSQL 14; /);
  }
});

test("an applied version whose file is gone stops migrate and rollback", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  await migrate(project(), {});
  rmSync(join(workspace.root, "specs/db/migrations/1_a.sql"));
  write("2_b.sql", "CREATE TABLE b (id int);\n");
  for (const run of [
    () => migrate(project(), {}),
    () => migrate(project(), { isDryRun: true }),
    () => rollback(project(), {}),
  ]) {
    const refused = await refusedWithoutChange(run);
    expect(refused.codes).toEqual(["migration/applied-file-missing"]);
    expect(refused.text).toContain("has applied version 1 (a), which is not in specs/db/migrations");
  }
});

test("a migration without a way back is not rolled back", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  await migrate(project(), {});
  const refused = await refusedWithoutChange(() => rollback(project(), {}));
  expect(refused.codes).toEqual(["migration/no-down"]);
  expect(refused.text).toContain("specs/db/migrations/1_a.sql has no down migration");
  expect(refused.text).toContain("nx run db:verify");
});

test("a plan of which a part is missing is finished before it is rolled back", async () => {
  write("1_p.up.sql", `${planHeader}CREATE TABLE a (id int);\n`);
  write("1_p.down.sql", `${planHeader}DROP TABLE a;\n`);
  write("2_p.up.sql", `${planHeader}CREATE INDEX CONCURRENTLY i ON a (id);\n`);
  write("2_p.down.sql", `${planHeader}DROP INDEX CONCURRENTLY i;\n`);
  writeSums(join(workspace.root, "specs/db/migrations"));
  await migrate(project(), { file: "1_p.up.sql" });
  const refused = await refusedWithoutChange(() => rollback(project(), {}));
  expect(refused.codes).toEqual(["migration/partly-applied"]);
  await migrate(project(), {});
  expect((await rollback(project(), {})).data).toMatchObject({ versions: ["2", "1"] });
});

test.each([
  "GRANT SELECT ON a TO absent",
  "ALTER TABLE a OWNER TO absent",
  "CREATE POLICY p ON a TO absent",
  "ALTER DEFAULT PRIVILEGES FOR ROLE absent GRANT SELECT ON TABLES TO PUBLIC",
])("a role that the target lacks is found before anything runs: %s", async (statement) => {
  write("1_a.up.sql", "CREATE TABLE a (id int);\n");
  write("1_a.down.sql", `${statement};\nDROP TABLE a;\n`);
  await migrate(project(), {});
  write("2_b.sql", "CREATE TABLE b (id int);\n");
  write("3_c.sql", `REVOKE ALL ON a FROM CURRENT_USER;\n${statement};\n`);
  for (const run of [
    () => migrate(project(), { isDryRun: true }),
    () => migrate(project(), {}),
    () => rollback(project(), { isDryRun: true }),
    () => rollback(project(), {}),
  ]) {
    const refused = await refusedWithoutChange(run);
    expect(refused.codes).toEqual(["migration/unknown-role"]);
    expect(refused.text).toMatch(/has no role absent, .*\(CREATE ROLE "absent"\)/);
  }
});

test("roles that the target has, or that a migration may make itself, are not asked for", async () => {
  await other.query("CREATE ROLE operator");
  workspace.write("schema.sql", "CREATE ROLE maker;\nCREATE ROLE hidden;\nCREATE TABLE a (id int);\n");
  const make = "CREATE ROLE maker;\nDO $$ BEGIN CREATE ROLE hidden; END $$;\nDROP ROLE IF EXISTS absent;\n";
  write("1_a.sql", `${make}CREATE TABLE a (id int);\nGRANT SELECT ON a TO operator, maker, hidden;\n`);
  expect((await migrate(project(), { isDryRun: true })).verdict).toBe("proved");
  expect((await migrate(project(), {})).verdict).toBe("applied");
});

test.each([
  ["replayed", ""],
  ["copied, since others changed it too", "CREATE TABLE stray (a int)"],
])("a dry run says who locks what it has to read, goes on, or gives up; the target is %s", async (_, change) => {
  write("1_a.up.sql", "CREATE TABLE a (id int);\nCREATE VIEW v AS SELECT id FROM a;\n");
  write("1_a.down.sql", "DROP VIEW v;\nDROP TABLE a;\n");
  workspace.write("schema.sql", "CREATE TABLE a (id int);\nCREATE VIEW v AS SELECT id FROM a;\n");
  await migrate(project(), {});
  await other.query(change);
  await other.query("BEGIN; LOCK TABLE a");
  const run = { lockTimeoutMs: 20, attempts: 2 };
  for (const dryRun of [
    () => migrate(project(), { isDryRun: true, run }),
    () => rollback(project(), { isDryRun: true, isLossyAllowed: true, run }),
    () => diff(project(), { from: "env:DATABASE_URL", isDryRun: true, run }),
  ]) {
    const refused = await refusal(dryRun());
    expect(refused.codes).toEqual(["database/locked"]);
    expect(refused.text).toMatch(/process \d+ \(specline, idle in transaction, its last query began [\d:]+\) locks a/);
  }
  const waiting = "waiting to read";
  workspace.lines.length = 0;
  const free = eventually(() => workspace.lines.some((line) => line.startsWith(waiting))).then(() =>
    other.query("COMMIT"),
  );
  expect((await migrate(project(), { isDryRun: true, run: { lockTimeoutMs: 20, attempts: 1_000 } })).verdict).toBe(
    "up-to-date",
  );
  await free;
});

test.each([
  ["\\set name 'value'\nCREATE TABLE a (id int);\n", "specs/db/migrations/1_a.sql", 1],
  ["CREATE TABLE a (id int);\n\\i others.sql\n", "specs/db/migrations/1_a.sql", 2],
])("a command of psql in a migration has its place: %j", async (text, file, line) => {
  write("1_a.sql", text);
  for (const isDryRun of [true, false]) {
    const error = await migrate(project(), { isDryRun }).catch((thrown: { problems: unknown }) => thrown);
    expect(error).toMatchObject({ problems: [{ code: "sql/psql-command", span: { file, line, column: 1 } }] });
  }
});

test("a byte order mark and what pg_dump writes for psql are read over", async () => {
  const text = "\uFEFF\\restrict x\nCREATE TABLE a (id int);\nCOMMENT ON TABLE a IS 'x\n\\set';\n\\unrestrict x\n";
  workspace.write("schema.sql", text);
  write("1_a.sql", text);
  expect(await migrate(project(), { isDryRun: true })).toMatchObject({ verdict: "proved", data: { missing: [] } });
  expect((await migrate(project(), {})).verdict).toBe("applied");
});

test("what cannot be copied to a shadow cannot be proved, and says what it is", async () => {
  await other.query("CREATE CONVERSION western FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8");
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  workspace.write("schema.sql", "CREATE TABLE a (id int);\n");
  const refused = await refusedWithoutChange(() => migrate(project(), { isDryRun: true }));
  expect(refused.codes).toEqual(["migration/cannot-clone"]);
  expect(refused.text).toContain("conversion public.western: is missing");
  expect((await migrate(project(), {})).verdict).toBe("applied");
});

test("a migration that runs is no interrupted one", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  await migrate(project(), {});
  write("2_i.sql", "CREATE INDEX CONCURRENTLY i ON a (id);\n");
  await other.query("BEGIN; INSERT INTO a VALUES (1)");
  const running = migrate(project(), {});
  // In its transaction `other` would see the same for ever.
  const observer = await connect(live.url);
  await eventually(async () => (await observer.query("SELECT FROM pg_stat_progress_create_index")).rows.length > 0);
  await observer.end();
  const report = await status(project(), {});
  expect(report.reasons.join()).toMatch(/a migration runs now: process \d+ of the server/);
  expect(JSON.stringify(report.sections)).toContain('"running"');
  await other.query("COMMIT");
  expect((await running).data).toMatchObject({ applied: ["2"] });
  expect(JSON.stringify(await status(project(), {}))).not.toContain("running");
});

test("an interrupted statement that leaves no trace is asked about; the hint's own SQL lets the run go on", async () => {
  // CREATE DATABASE waits for five seconds as long as others use its template, here: `other`.
  const copy = `CREATE DATABASE ${live.name}_copy TEMPLATE ${live.name}`;
  write("1_a.sql", `${copy};\nCREATE TABLE a (id int);\n`);
  const interrupted = refusal(migrate(project(), {}));
  const running = "FROM pg_stat_activity WHERE query = $1 AND state = 'active'";
  await eventually(async () => (await other.query(`SELECT ${running}`, [copy])).rows.length > 0);
  await other.query(`SELECT pg_terminate_backend(pid) ${running}`, [copy]);
  expect((await interrupted).codes).toEqual(["migration/connection-ended"]);
  const refused = await refusedWithoutChange(() => migrate(project(), {}));
  expect(refused.codes).toEqual(["migration/interrupted-statement"]);
  const [remedy] = /UPDATE specline\.statements [^;]*/.exec(refused.text) ?? [""];
  expect((await other.query(remedy)).rowCount).toBe(1);
  expect((await migrate(project(), {})).data).toMatchObject({ applied: ["1"] });
  expect((await other.query("SELECT FROM pg_database WHERE datname = $1", [`${live.name}_copy`])).rows).toEqual([]);
});

test.each([
  ["CREATE DATABASE shadow_1", "migration/statement-failed", "already exists"],
  ["CREATE UNIQUE INDEX CONCURRENTLY twice ON a (id)", "migration/statement-failed", "is duplicated"],
  ["CREATE INDEX CONCURRENTLY taken ON a (id)", "migration/index-exists-differently", "public.taken exists"],
  ["DROP INDEX CONCURRENTLY nothing", "migration/statement-failed", "does not exist"],
  ["ALTER TABLE p DETACH PARTITION a CONCURRENTLY", "migration/statement-failed", "is not a partition"],
])(
  "a lone statement that is refused is refused again, until the file is mended: %s",
  async (statement, code, words) => {
    await other.query("CREATE TABLE a (id int, b int); INSERT INTO a VALUES (1), (1); CREATE INDEX taken ON a (b)");
    await other.query("CREATE TABLE p (id int, b int) PARTITION BY RANGE (id)");
    write("1_a.sql", `${statement};\n`);
    for (const _ of [1, 2]) {
      // Of a unique build that failed, PostgreSQL keeps the invalid index; the next build of it removes it.
      const refused = await refusal(migrate(project(), {}));
      expect(refused.codes).toEqual(
        code === "migration/statement-failed" ? [code, "migration/target-drifted"] : [code],
      );
      expect(refused.text).toContain(words);
    }
    write("1_a.sql", "VACUUM a;\n");
    expect((await migrate(project(), {})).data).toMatchObject({ applied: ["1"] });
  },
);

test.each([
  [
    "tables in a circle of needed references",
    "CREATE TABLE a (id int PRIMARY KEY, b int NOT NULL); CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a); ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b",
    "seed/cycle",
    "The tables public.a, public.b refer to one another",
  ],
  [
    "a type without values",
    "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, area polygon NOT NULL)",
    "seed/unsupported-type",
    "public.b.area has the type polygon",
  ],
])("%s cannot be seeded, and no table gets a row", async (_, schema, code, words) => {
  await other.query(schema);
  const refused = await refusal(seed(project(), { rows: 2 }));
  expect(refused.codes).toEqual([code]);
  expect(refused.text).toContain(words);
  expect((await other.query("SELECT FROM a")).rows).toHaveLength(0);
});
