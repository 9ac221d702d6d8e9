import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { readCatalogSnapshot } from "../../../tools/postgres/catalog-snapshot/catalog-snapshot";
import { compareSnapshots, realDifferences } from "../../../tools/postgres/catalog-snapshot/compare-snapshots";
import { connect } from "../../../tools/postgres/connection/connect";
import { type Shadow, type ShadowDatabase, startShadow } from "../../../tools/postgres/shadow";
import { diff } from "../../../tools/schema-engine/commands/diff";
import { migrate } from "../../../tools/schema-engine/commands/migrate";
import { rollback } from "../../../tools/schema-engine/commands/rollback";
import { status } from "../../../tools/schema-engine/commands/status";
import { readMigrations } from "../../../tools/schema-engine/migrations/read-migrations";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../database/database-workspace";
import { refusal } from "../../database/refusal";
import { eventually, startChild } from "../start-child";

/**
 * A plan whose parts are: a label of an enum; the drop of an index, which needs nothing else; a transaction that changes a view; nothing (a
 * second transaction of the way back); the build of a unique index; a transaction that needs that index.
 */
const before = `CREATE TYPE mood AS ENUM ('calm');
CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, name text, mood mood);
CREATE INDEX users_name_idx ON users (name);
CREATE VIEW calm_users AS SELECT id, email FROM users WHERE mood = 'calm';
`;
const after = `CREATE TYPE mood AS ENUM ('calm', 'glad');
CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, name text, mood mood);
CREATE UNIQUE INDEX users_email_key ON users (email);
COMMENT ON INDEX users_email_key IS 'one account each';
CREATE VIEW calm_users AS SELECT id FROM users WHERE mood <> 'glad';
`;
const insertTwice = "INSERT INTO users VALUES (1, 'a@b.c', 'Ada', 'calm'), (2, 'a@b.c', 'Ada', 'calm')";

let server: Shadow;
let planned: DatabaseWorkspace;
let live: ShadowDatabase;
let other: Client;
/** File names of the parts of the second plan. */
let parts: readonly string[];

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
  planned = makeDatabaseWorkspace();
  planned.write("schema.sql", before);
  await diff(planned.project(), { name: "first" });
  planned.write("schema.sql", after);
  await diff(planned.project(), { name: "glad" });
  parts = folder().migrations.flatMap((one) => (one.name === "glad" ? [one.upFile] : []));
});
afterAll(async () => {
  planned?.remove();
  await server?.stop();
});
beforeEach(async () => {
  live = await server.createDatabase();
  other = await connect(live.url);
  await migrate(project(), { file: folder().migrations[0]?.upFile });
});
afterEach(async () => {
  await other.end();
});

const project = () => planned.project({ DATABASE_URL: live.url });
const folder = () => readMigrations(join(planned.root, "specs/db/migrations"), "migrations", "db");
const back = { isLossyAllowed: true };

/** What a schema of this text would hold in addition to what is there, and what it would not hold. */
async function differencesFrom(schema: string): Promise<readonly string[]> {
  const client = await connect((await server.createDatabase()).url);
  await client.query(schema);
  const wanted = await readCatalogSnapshot(client);
  await client.end();
  return realDifferences(compareSnapshots(await readCatalogSnapshot(other), wanted)).map((one) => one.text);
}

test("labels come first, by themselves; the rest of what can share a transaction does", () => {
  const bodies = folder()
    .migrations.filter((one) => one.name === "glad")
    .map((one) => one.up.split("\n").filter((line) => line !== "" && !/^--|^SET LOCAL/.test(line)));
  expect(bodies.map((lines) => lines.map((line) => line.split(/\s+/, 4).join(" ")))).toEqual([
    [expect.stringMatching(/^ALTER TYPE .*mood.* ADD/)],
    [expect.stringMatching(/^DROP INDEX CONCURRENTLY/)],
    expect.arrayContaining([expect.stringMatching(/^CREATE VIEW/)]),
    [],
    ["CREATE UNIQUE INDEX CONCURRENTLY"],
    [expect.stringMatching(/^COMMENT ON INDEX/)],
  ]);
});

test.each([1, 2, 3, 4, 5])(
  "after %d of 6 parts both ways lead out: back to the beginning, and on to the end",
  async (count) => {
    for (const part of parts.slice(0, count)) await migrate(project(), { file: part });
    expect(await status(project(), {})).toMatchObject({
      verdict: "half-applied",
      success: true,
      reasons: [
        expect.any(String),
        expect.stringMatching(`plan glad is half applied to .*: ${count} of 6 parts.*rollback`),
      ],
    });
    const there = await readCatalogSnapshot(other);
    expect(await rollback(project(), { ...back, isDryRun: true })).toMatchObject({ verdict: "proved" });
    expect(await readCatalogSnapshot(other)).toEqual(there);
    await rollback(project(), back);
    expect(await differencesFrom(before)).toEqual([]);
    await migrate(project(), {});
    expect(await differencesFrom(after)).toEqual([]);
    expect((await status(project(), {})).verdict).toBe("up-to-date");
  },
);

test.each([
  ["on, after mending", () => other.query("DELETE FROM users WHERE id = 2").then(() => migrate(project(), {})), after],
  ["back", () => rollback(project(), back), before],
])("a part that fails says that the plan is half applied, and the way leads %s", async (_, leave, schema) => {
  await other.query(insertTwice);
  const refused = await refusal(migrate(project(), {}));
  expect(refused.codes).toEqual(["migration/statement-failed", "migration/half-applied"]);
  expect(refused.text).toContain("(email)=(a@b.c) is duplicated");
  expect(refused.text).toContain("The plan glad is half applied");
  expect((await status(project(), {})).verdict).toBe("half-applied");
  expect((await other.query("SELECT id FROM calm_users ORDER BY id")).rows).toEqual([{ id: 1 }, { id: 2 }]);
  expect(await rollback(project(), { ...back, isDryRun: true })).toMatchObject({ verdict: "proved" });
  await leave();
  expect(await differencesFrom(schema)).toEqual([]);
});

test.each([
  ["on", () => migrate(project(), {}), after],
  ["back", () => rollback(project(), back), before],
])("a run that is killed inside of a build leaves a plan that goes %s", async (_, leave, schema) => {
  await other.query("BEGIN; INSERT INTO users VALUES (1, 'a@b.c', 'Ada', 'calm')");
  const child = startChild(["migrate", folder().path], { CHILD_DATABASE_URL: live.url });
  const watcher = await connect(live.url);
  // The transaction blocks the index that goes, until it ends; then another one holds up the build.
  const isWaiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'specline'";
  await eventually(async () => (await watcher.query(isWaiting)).rows.length > 0);
  await watcher.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
  await other.query("COMMIT");
  await eventually(async () => (await other.query("SELECT FROM pg_stat_progress_create_index")).rows.length > 0);
  child.process.kill("SIGKILL");
  await child.ended;
  const left = leave();
  await watcher.query("COMMIT");
  await left;
  await watcher.end();
  expect(await differencesFrom(schema)).toEqual([]);
  expect((await other.query("SELECT FROM users")).rows).toHaveLength(1);
});
