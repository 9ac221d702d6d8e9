import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { expectDocumented } from "../../../test/database/expect-documented";
import { refusal } from "../../../test/database/refusal";
import { readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import { formatReport } from "../../report/format-report";
import type { Report } from "../../report/report";
import { diff } from "./diff";
import { lint } from "./lint";
import { migrate } from "./migrate";
import { rollback } from "./rollback";
import { seed } from "./seed";
import { status } from "./status";
import { verify } from "./verify";

const first = "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);\n";
const second = `${first}CREATE INDEX users_email_idx ON users (email);\nCREATE TABLE notes (id int PRIMARY KEY, user_id int REFERENCES users);\n`;

let server: Shadow;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;
let environment: Readonly<Record<string, string>>;
/** Holds the plans that most tests begin with; they are made once. */
let planned: DatabaseWorkspace;
let lastPlan: Report;

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
  planned = makeDatabaseWorkspace();
  planned.write("schema.sql", first);
  await diff(planned.project(), { name: "create_users" });
  planned.write("schema.sql", second);
  lastPlan = await diff(planned.project(), { name: "add_notes" });
});
afterAll(async () => {
  planned?.remove();
  await server?.stop();
});
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  live = await server.createDatabase();
  environment = { DATABASE_URL: live.url };
});
afterEach(() => workspace.remove());

async function liveSnapshot() {
  const client = await server.connect(live);
  try {
    return await readCatalogSnapshot(client);
  } finally {
    await client.end();
  }
}

function usePlans() {
  cpSync(join(planned.root, "specs"), join(workspace.root, "specs"), { recursive: true });
}

const files = () => readdirSync(join(workspace.root, "specs/db/migrations")).sort();

test("a plan is written in parts, verified, applied, and the next diff is empty", async () => {
  usePlans();
  expect(lastPlan.verdict).toBe("planned");
  expectDocumented(lastPlan);
  expect(files().filter((name) => name.endsWith(".up.sql"))).toEqual([
    "20260101000000_create_users.up.sql",
    "20260101000100_add_notes.up.sql",
    "20260101000101_add_notes.up.sql",
  ]);
  const verified = await verify(workspace.project(), {});
  expect(verified.verdict).toBe("proved");
  const migrated = await migrate(workspace.project(environment), {});
  expect(migrated.data).toMatchObject({ applied: { length: 3 } });
  const reported = await status(workspace.project(environment), {});
  expect(reported.verdict).toBe("up-to-date");
  const seeded = await seed(workspace.project(environment), { rows: 2 });
  for (const report of [verified, migrated, reported, seeded]) expectDocumented(report);
  expect((await diff(workspace.project(), { name: "again" })).verdict).toBe("up-to-date");
  expect((await diff(workspace.project({ LIVE: live.url }), { from: "env:LIVE", isDryRun: true })).verdict).toBe(
    "up-to-date",
  );
});

test("a dry run of migrate changes nothing on the target, not even the history schema", async () => {
  usePlans();
  const before = await liveSnapshot();
  const report = await migrate(workspace.project(environment), { isDryRun: true });
  expect(report.data).toMatchObject({ pending: { length: 3 }, drift: [], missing: [] });
  expectDocumented(report);
  expect(await liveSnapshot()).toEqual(before);
  const client = await server.connect(live);
  const { rows } = await client.query("SELECT FROM pg_namespace WHERE nspname = 'specline'");
  await client.end();
  expect(rows).toHaveLength(0);
});

test("a dry run says that the target is of another version than plans are made for", async () => {
  usePlans();
  workspace.write("specline.json", JSON.stringify({ kind: "database", engine: "delta", postgres: 17, ignore: [] }));
  const { reasons } = await migrate(workspace.project(environment), { isDryRun: true });
  expect(reasons).toContain("it is PostgreSQL 18, and so is the copy; specline.json plans for 17");
});

test("a dry run says what others changed, and proves on a copy of what is there", async () => {
  usePlans();
  const client = await server.connect(live);
  await client.query("CREATE TABLE stray (a int)");
  await client.end();
  const report = await migrate(workspace.project(environment), { isDryRun: true });
  expect(report.data).toMatchObject({
    drift: ["table public.stray: is there, but not expected"],
    missing: ["table public.stray: is there in addition"],
  });
});

test("rows that stand against a pending statement are counted before; with --preflight nothing is applied then", async () => {
  workspace.write("schema.sql", "CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);\n");
  workspace.write("migrations/20260101000000_a.up.sql", "CREATE TABLE users (id int PRIMARY KEY, email text);\n");
  await migrate(workspace.project(environment), {});
  workspace.write("migrations/20260101000001_b.up.sql", "ALTER TABLE users ALTER email SET NOT NULL;\n");
  const client = await server.connect(live);
  await client.query("INSERT INTO users VALUES (7, NULL), (8, 'x')");
  const line = /20260101000001_b[.]up[.]sql:1:1: public[.]users[.]email becomes NOT NULL, with NULLs: 1 row; id: 7/;
  for (const options of [{ isDryRun: true }, { isPreflight: true }]) {
    const report = await migrate(workspace.project(environment), options);
    expect(report).toMatchObject({ verdict: "would-fail", success: false });
    expectDocumented(report);
    expect(formatReport(report)).toMatch(line);
  }
  expect((await status(workspace.project(environment), {})).verdict).toBe("pending");
  await client.query("DELETE FROM users WHERE email IS NULL");
  await client.end();
  const applied = await migrate(workspace.project(environment), { isPreflight: true });
  expect(applied).toMatchObject({
    verdict: "applied",
    data: { preflight: { checked: 1, failures: [], unchecked: [] } },
  });
  expectDocumented(applied);
});

test("rollback takes a whole plan back, and only with --allow-lossy when it loses data", async () => {
  usePlans();
  await migrate(workspace.project(environment), {});
  expect((await refusal(rollback(workspace.project(environment), {}))).codes).toEqual(["migration/lossy-down"]);
  const proved = await rollback(workspace.project(environment), { isLossyAllowed: true, isDryRun: true });
  expect(proved.verdict).toBe("proved");
  expectDocumented(proved);
  const done = await rollback(workspace.project(environment), { isLossyAllowed: true });
  expect(done.data).toMatchObject({ versions: ["20260101000101", "20260101000100"] });
  expect((await liveSnapshot()).objects.filter((one) => one.kind === "table").map((one) => one.name)).toEqual([
    "public.users",
  ]);
  const { codes } = await refusal(rollback(workspace.project(environment), { steps: 2, isLossyAllowed: true }));
  expect(codes).toEqual(["migration/nothing-applied"]);
});

test("--file applies the next migration alone and refuses any other", async () => {
  usePlans();
  const [, , later] = files().filter((name) => name.endsWith(".up.sql"));
  expect((await refusal(migrate(workspace.project(environment), { file: later }))).codes).toEqual([
    "migration/not-next",
  ]);
  const report = await migrate(workspace.project(environment), { file: "20260101000000_create_users.up.sql" });
  expect(report.data).toMatchObject({ applied: ["20260101000000"] });
});

test("data loss must be allowed by name; a name that is no hazard is refused", async () => {
  usePlans();
  workspace.write("schema.sql", first);
  const refused = await refusal(diff(workspace.project(), { name: "drop_notes" }));
  expect(refused.codes).toEqual(["migration/hazard-not-allowed"]);
  expect(refused.text).toContain("--allow-hazards=DELETES_DATA");
  const before = files();
  expect((await refusal(diff(workspace.project(), { name: "x", allowHazards: "DATALOSS" }))).codes).toEqual([
    "migration/unknown-hazard",
  ]);
  expect(files()).toEqual(before);
  expect((await diff(workspace.project(), { name: "drop_notes", allowHazards: "DELETES_DATA" })).verdict).toBe(
    "planned",
  );
});

test("an identity that goes takes its counter along: it is to be allowed, and its way back is lossy", async () => {
  const numbered = "CREATE TABLE n (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int);\n";
  workspace.write("schema.sql", numbered);
  await diff(workspace.project(), { name: "first" });
  workspace.write("schema.sql", numbered.replace("GENERATED ALWAYS AS IDENTITY ", ""));
  const refused = await refusal(diff(workspace.project(), { name: "second" }));
  expect(refused.codes).toEqual(["migration/hazard-not-allowed"]);
  expect(refused.text).toContain("DELETES_DATA: drops the identity of public.n.id with its counter");
  const { reasons } = await diff(workspace.project(), { name: "second", allowHazards: "DELETES_DATA" });
  expect(reasons.join("\n")).toContain("lossy");
});

test("temporary tables of a migration are gone for the next one of the same run", async () => {
  const temporary = "CREATE TEMP TABLE rows AS SELECT 1 AS id;\n";
  workspace.write("schema.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");
  workspace.write("migrations/20260101000000_a.up.sql", `${temporary}CREATE TABLE a (id int);\n`);
  workspace.write("migrations/20260101000001_b.up.sql", `${temporary}CREATE TABLE b (id int);\n`);
  expect((await verify(workspace.project(), { isRehash: true })).success).toBe(true);
  expect((await migrate(workspace.project(environment), {})).verdict).toBe("applied");
  expect((await liveSnapshot()).objects.filter(({ kind }) => kind === "table")).toHaveLength(2);
});

test("a syntax error has its place, nothing is written, and status still works", async () => {
  workspace.write("schema.sql", `${first}CREATE TABEL x ();\n`);
  const { codes } = await refusal(diff(workspace.project(), { name: "x" }));
  expect(codes).toEqual(["sql/syntax-error"]);
  expect(readdirSync(join(workspace.root, "specs/db"))).toEqual(["schema.sql"]);
  expect((await status(workspace.project(environment), {})).verdict).toBe("up-to-date");
});

test("what PostgreSQL refuses has the place of the error inside of the statement", async () => {
  workspace.write("schema.sql", "CREATE TABLE a (\n  id int,\n  kind nonsense\n);\n");
  const error = await diff(workspace.project(), { name: "x" }).catch((thrown: { problems: unknown }) => thrown);
  expect(error).toMatchObject({
    problems: [{ code: "migration/statement-failed", span: { file: "specs/db/schema.sql", line: 3, column: 8 } }],
  });
});

test("a role that the schema names is made there: the hint says so, and what it says works", async () => {
  const schema = `${first}GRANT SELECT ON users TO app_reader;\n`;
  workspace.write("schema.sql", schema);
  const refused = await refusal(diff(workspace.project(), { name: "x" }));
  expect(refused.codes).toEqual(["migration/statement-failed"]);
  expect(refused.text).toContain('write `CREATE ROLE "app_reader";` above the statement');
  workspace.write("schema.sql", `CREATE ROLE "app_reader";\n${schema}`);
  expect((await diff(workspace.project(), { name: "x" })).verdict).toBe("planned");
  expect((await verify(workspace.project(), {})).verdict).toBe("proved");
  expect((await lint(workspace.project(), {})).success).toBe(true);
  expect((await refusal(migrate(workspace.project(environment), {}))).codes).toEqual(["migration/unknown-role"]);
});

test("a tablespace that the schema names is not the statement's fault", async () => {
  workspace.write("schema.sql", "CREATE TABLE a (id int) TABLESPACE fast;\n");
  const refused = await refusal(diff(workspace.project(), { name: "x" }));
  expect(refused.codes).toEqual(["migration/statement-failed"]);
  expect(refused.text).toContain('tablespace "fast" does not exist');
  expect(refused.text).toContain("Name a scratch server that has it with `--shadow-url`");
});

test("files of options may have absolute paths", async () => {
  workspace.write("before.sql", first);
  workspace.write("schema.sql", first);
  const from = join(workspace.root, "specs/db/before.sql");
  expect((await diff(workspace.project(), { from })).verdict).toBe("up-to-date");
});

test("verify finds a down that does not bring back what was there, and rehash writes nothing then", async () => {
  usePlans();
  const down = files().find((name) => name.endsWith("0101_add_notes.down.sql")) ?? "";
  const path = join(workspace.root, "specs/db/migrations", down);
  writeFileSync(path, readFileSync(path, "utf8").replace(/DROP INDEX[^;]*;/, ""));
  expect((await refusal(verify(workspace.project(), {}))).codes).toEqual(["migration/checksum-mismatch"]);
  const refused = await refusal(verify(workspace.project(), { isRehash: true }));
  expect(refused.codes).toEqual(["migration/down-differs"]);
  expect(refused.text).toContain("index public.users_email_idx: is there in addition");
  expect((await refusal(verify(workspace.project(), {}))).codes).toEqual(["migration/checksum-mismatch"]);
});

test("verify finds a schema that the migrations do not reach", async () => {
  usePlans();
  workspace.write("schema.sql", `${second}CREATE VIEW names AS SELECT email FROM users;\n`);
  const refused = await refusal(verify(workspace.project(), {}));
  expect(refused.codes).toEqual(["migration/replay-differs"]);
  expect(refused.text).toContain("view public.names: is missing");
});

test("lint fails for a hazard by hand, passes what its file accepts, and refuses a file that is not there", async () => {
  const by = (text: string) => workspace.write("migrations/20260101000001_b.up.sql", text);
  workspace.write("schema.sql", first);
  workspace.write("migrations/20260101000000_a.up.sql", "CREATE TABLE users (id int PRIMARY KEY, email text);\n");
  by("CREATE INDEX users_email_idx ON users (email);\n");
  const failed = await lint(workspace.project(), {});
  expect(failed).toMatchObject({ verdict: "hazards", success: false });
  expectDocumented(failed);
  by("-- specline:accept BLOCKING_INDEX_BUILD ten rows\nCREATE INDEX users_email_idx ON users (email);\n");
  const passed = await lint(workspace.project(), { latest: 1 });
  expect(passed).toMatchObject({ verdict: "clean", success: true, data: { files: { length: 1 } } });
  expect(formatReport(passed)).toContain("BLOCKING_INDEX_BUILD: ten rows");
  const { codes } = await refusal(lint(workspace.project(), { file: "c.up.sql" }));
  expect(codes).toEqual(["migration/no-such-file"]);
});

test("the engine `atlas` plans what it models; what pg-delta plans in its place says so in the output and the header", async () => {
  workspace.write("specline.json", JSON.stringify({ kind: "database", engine: "atlas", postgres: 18, ignore: [] }));
  workspace.write("schema.sql", second);
  const own = await diff(workspace.project(), { name: "tables" });
  expect(own.data).toMatchObject({ engine: expect.stringMatching(/^ariga\.io\/atlas v/) });
  expect(formatReport(own)).not.toContain("in place of");
  workspace.write("schema.sql", `${second}CREATE VIEW emails AS SELECT email FROM users;\n`);
  const other = await diff(workspace.project(), { name: "view" });
  const words = /@supabase\/pg-delta .* in place of ariga\.io\/atlas v.*: it does not model view public\.emails/;
  expect(formatReport(other)).toMatch(words);
  const folder = join(workspace.root, "specs/db/migrations");
  const headers = readdirSync(folder)
    .filter((name) => name.endsWith("_view.up.sql"))
    .map((name) => readFileSync(join(folder, name), "utf8"));
  expect(headers).toEqual([expect.stringMatching(new RegExp(`^-- specline:engine ${words.source}$`, "m"))]);
});

test("seed gives the same rows for the same number, and each satisfies the constraints", async () => {
  workspace.write("schema.sql", readFileSync("specs/db/schema.sql", "utf8"));
  await diff(workspace.project(), { name: "shop" });
  const other = await server.createDatabase();
  const digests: unknown[] = [];
  for (const database of [live, other]) {
    const at = { DATABASE_URL: database.url };
    await migrate(workspace.project(at), {});
    expect((await seed(workspace.project(at), { rows: 40, seed: 7 })).reasons).toEqual([
      expect.stringContaining("320 rows in 8 tables"),
    ]);
    const client = await server.connect(database);
    const { rows } = await client.query(
      "SELECT md5(string_agg(t::text, ',' ORDER BY t.id)) AS digest FROM (SELECT id, sku, price_cents, currency FROM products) t",
    );
    await client.end();
    digests.push(rows);
  }
  expect(digests[0]).toEqual(digests[1]);
});

test("a check that no row can satisfy names table and constraint, and leaves no row", async () => {
  workspace.write(
    "schema.sql",
    "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (id int PRIMARY KEY, x text NOT NULL CONSTRAINT odd CHECK (md5(x) = 'x'));\n",
  );
  await diff(workspace.project(), { name: "odd" });
  await migrate(workspace.project(environment), {});
  const refused = await refusal(seed(workspace.project(environment), { rows: 3 }));
  expect(refused.codes).toEqual(["seed/unsatisfied"]);
  expect(refused.text).toMatch(/public\.b .* odd/);
  const client = await server.connect(live);
  expect((await client.query("SELECT FROM a")).rows).toHaveLength(0);
  await client.end();
});
