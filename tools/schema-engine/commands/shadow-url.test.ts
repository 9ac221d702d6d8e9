import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { refusal } from "../../../test/database/refusal";
import { startEmbedded } from "../../postgres/embedded";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import type { DatabaseProject } from "./database-project";
import { diff } from "./diff";
import { drift } from "./drift";
import { lint } from "./lint";
import { migrate } from "./migrate";
import { rollback } from "./rollback";
import { verify } from "./verify";

const schema =
  "CREATE ROLE scratch_reader;\nCREATE TABLE users (id int PRIMARY KEY);\nGRANT SELECT ON users TO scratch_reader;\n";

/** Stands for a server of the team's: it answers `SHOW specline.nonce`. */
let scratch: Shadow;
let scratchUrl: string;
let nonce: string;
let target: Shadow;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;

const at = (database: string) => Object.assign(new URL(scratchUrl), { pathname: `/${database}` }).href;

async function onScratch<Row extends object>(...statements: readonly string[]): Promise<readonly Row[]> {
  const client = await scratch.connect({ name: "postgres", url: scratchUrl });
  try {
    let rows: readonly Row[] = [];
    for (const one of statements) rows = (await client.query<Row>(one)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

async function whatIsThere(): Promise<string> {
  const rows = await onScratch<{ name: string }>(
    "SELECT datname AS name FROM pg_database UNION ALL SELECT rolname FROM pg_roles ORDER BY 1",
  );
  return rows.map((row) => row.name).join(" ");
}

beforeAll(async () => {
  [scratch, target] = [await startShadow(process.cwd(), 18), await startShadow(process.cwd(), 18)];
  live = await target.createDatabase();
  const first = await scratch.createDatabase();
  scratchUrl = first.url;
  scratchUrl = at("postgres");
  await scratch.dropDatabase(first);
  nonce = (await onScratch<{ "specline.nonce": string }>("SHOW specline.nonce"))[0]?.["specline.nonce"] ?? "";
});
afterAll(() => Promise.all([scratch?.stop(), target?.stop()]));
beforeEach(() => {
  workspace = makeDatabaseWorkspace();
  workspace.write("schema.sql", schema);
  workspace.write("migrations/20260101000000_users.up.sql", schema);
  workspace.write("migrations/20260101000000_users.down.sql", "DROP TABLE users;\n");
});
afterEach(() => workspace.remove());

function project(environment: Readonly<Record<string, string>> = {}): DatabaseProject {
  const all = { SHADOW: scratchUrl, SPECLINE_SHADOW_NONCE: nonce, DATABASE_URL: live.url, ...environment };
  return { ...workspace.project(all), shadowUrl: "env:SHADOW" };
}

test.each([
  ["diff", () => diff(project(), { isDryRun: true }), "up-to-date"],
  ["verify", () => verify(project(), { isRehash: true }), "proved"],
  ["lint", () => lint(project(), {}), "clean"],
  ["drift", () => drift(project(), { to: "schema" }), "drift"],
  ["migrate", () => migrate(project(), { isDryRun: true }), "proved"],
] as const)("%s works on a scratch server and leaves nothing there", async (_, command, verdict) => {
  const client = await target.connect(live);
  await client.query("DROP ROLE IF EXISTS scratch_reader; CREATE ROLE scratch_reader");
  await client.end();
  await onScratch("CREATE DATABASE specline_shadow_of_a_killed_run");
  const left = await scratch.connect({ name: "left", url: at("specline_shadow_of_a_killed_run") });
  await left.query("CREATE SUBSCRIPTION s CONNECTION 'dbname=none' PUBLICATION p WITH (connect = false)");
  await left.end();
  const report = await command();
  expect(report.verdict).toBe(verdict);
  expect(await whatIsThere()).not.toMatch(/shadow|scratch/);
});

test("every command that tries things on a shadow has the option, with the same words", () => {
  const commands = readdirSync(__dirname).filter((name) => !/^(with-|compare-live)|[.]test[.]ts$/.test(name));
  const trying = commands.filter((name) =>
    /\b(withShadow|compareLive)\(/.test(readFileSync(join(__dirname, name), "utf8")),
  );
  const option = (name: string) => {
    const folder = join(__dirname, "../../../executors", name.replace(".ts", ""));
    expect(readFileSync(join(folder, "executor.ts"), "utf8")).toContain("shadowUrl: textOption(options.shadowUrl)");
    return JSON.parse(readFileSync(join(folder, "schema.json"), "utf8")).properties.shadowUrl;
  };
  expect(trying).toEqual(["diff.ts", "drift.ts", "lint.ts", "migrate.ts", "rollback.ts", "verify.ts"]);
  for (const name of trying) expect(option(name)).toEqual(option("diff.ts"));
});

test("a rollback is tried there too; a run that tries nothing says that the option is not used", async () => {
  workspace.write("migrations/20260101000000_users.up.sql", "CREATE TABLE users (id int PRIMARY KEY);\n");
  await migrate(project(), {});
  expect((await rollback(project({ SPECLINE_SHADOW_NONCE: nonce }), { isDryRun: true })).verdict).toBe("proved");
  expect((await refusal(rollback(project({ SPECLINE_SHADOW_NONCE: "x" }), { isDryRun: true }))).codes).toEqual([
    "database/shadow-refused",
  ]);
  expect(await whatIsThere()).not.toMatch(/shadow|scratch/);
  await rollback(project(), {});
  expect(workspace.lines.filter((line) => line.startsWith("--shadow-url is not used"))).toHaveLength(2);
});

test.each<readonly [string, string, Readonly<Record<string, string>>, readonly [string, string]]>([
  ["no nonce", "SPECLINE_SHADOW_NONCE is not set", { SPECLINE_SHADOW_NONCE: "" }, ["", ""]],
  ["another nonce", "its `specline.nonce` is not SPECLINE_SHADOW_NONCE", { SPECLINE_SHADOW_NONCE: "x" }, ["", ""]],
  ["another database", "it has other databases: shop", {}, ["CREATE DATABASE shop", "DROP DATABASE shop"]],
  ["a table", "its database postgres is not empty", {}, ["CREATE TABLE t ()", "DROP TABLE t"]],
])("a server with %s is refused before anything is written", async (_, reason, environment, [make, undo]) => {
  if (make !== "") await onScratch(make);
  const before = await whatIsThere();
  const refused = await refusal(verify(project(environment), {}));
  expect(refused.codes).toEqual(["database/shadow-refused"]);
  expect(refused.text).toContain(`: ${reason}.`);
  expect(await whatIsThere()).toBe(before);
  if (undo !== "") await onScratch(undo);
});

test("a server whose subscriptions would reach their publishers is refused", async () => {
  const server = await startEmbedded({ workspaceRoot: workspace.root, project: "scratch", major: 18 });
  try {
    const SHADOW = Object.assign(new URL(server.url), { pathname: "/postgres" }).href;
    const refused = await refusal(verify(project({ SHADOW, SPECLINE_SHADOW_NONCE: server.nonce }), {}));
    expect(refused.text).toContain("its max_logical_replication_workers is not 0");
  } finally {
    await server.stop();
  }
});

test("options of the URL do not pass for the server's nonce", async () => {
  const SHADOW = `${scratchUrl}?options=-c%20specline.nonce%3Dx`;
  const refused = await refusal(verify(project({ SHADOW, SPECLINE_SHADOW_NONCE: "x" }), {}));
  expect(refused.text).toContain("its `specline.nonce` is not SPECLINE_SHADOW_NONCE");
});

test("a role that is not postgres, a version that differs, and the target itself are refused", async () => {
  await onScratch("CREATE ROLE other LOGIN SUPERUSER PASSWORD 'x'");
  const SHADOW = Object.assign(new URL(scratchUrl), { username: "other", password: "x" }).href;
  expect((await refusal(verify(project({ SHADOW }), {}))).text).toContain("other is not its superuser postgres");
  await onScratch("DROP ROLE other");
  const self = refusal(drift(project({ DATABASE_URL: scratchUrl }), { to: "schema" }));
  expect((await self).text).toContain("it is the server of the target");
  const from = refusal(diff(project({ LIVE: scratchUrl }), { from: "env:LIVE", isDryRun: true }));
  expect((await from).text).toContain("it is the server of the target");
  workspace.write("specline.json", JSON.stringify({ kind: "database", engine: "delta", postgres: 17 }));
  expect((await refusal(verify(project(), {}))).text).toContain("it is PostgreSQL 18, and 17 is needed");
});
