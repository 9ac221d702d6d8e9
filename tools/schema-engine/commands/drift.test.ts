import { createHash, randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { expectDocumented } from "../../../test/database/expect-documented";
import { refusal } from "../../../test/database/refusal";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import { formatReport } from "../../report/format-report";
import { drift } from "./drift";
import { migrate } from "./migrate";

const first = `CREATE ROLE app;
CREATE TABLE users (id int PRIMARY KEY, email varchar(80) NOT NULL);
CREATE INDEX users_email_idx ON users (email);
CREATE VIEW emails AS SELECT email FROM users;
GRANT SELECT, INSERT ON users TO app;
`;
const second = "CREATE TABLE notes (id int PRIMARY KEY);\n";

let server: Shadow;
/** Has the first of two migrations. */
let migrated: ShadowDatabase;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;

const project = () => workspace.project({ DATABASE_URL: live.url });

async function run(...statements: readonly string[]): Promise<void> {
  const client = await server.connect(live);
  try {
    for (const one of statements) await client.query(one);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
  migrated = await server.createDatabase();
  const maker = makeDatabaseWorkspace();
  maker.write("migrations/20260101000000_users.up.sql", first);
  await migrate(maker.project({ DATABASE_URL: migrated.url }), {});
  maker.remove();
});
afterAll(async () => {
  await server?.stop();
});
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  workspace.write("schema.sql", first + second);
  workspace.write("migrations/20260101000000_users.up.sql", first);
  workspace.write("migrations/20260102000000_notes.up.sql", second);
  live = await server.createDatabase(migrated);
});
afterEach(() => workspace.remove());

test("a database that has what is applied has no drift, whatever is pending", async () => {
  const report = await drift(project(), {});
  expect(report).toMatchObject({ verdict: "no-drift", success: true });
  expect(report.data).toMatchObject({ comparedWith: "migrations", applied: ["20260101000000"], differences: [] });
  expectDocumented(report);
});

const lines: readonly (readonly [what: string, sql: readonly string[], lines: readonly string[]])[] = [
  [
    "a column of another type and one that may be NULL",
    ["DROP VIEW emails", "ALTER TABLE users ALTER email TYPE text, ALTER email DROP NOT NULL"],
    [
      "column public.users.email: is not null: no, expected yes; type: text, expected character varying(80)",
      "view public.emails: is missing",
    ],
  ],
  [
    "a table of others, which stands for its columns",
    ["CREATE TABLE stray (a int)"],
    ["table public.stray: is there, but not expected"],
  ],
  ["a view of others", ["CREATE VIEW ids AS SELECT id FROM users"], ["view public.ids: is there, but not expected"]],
  ["an index that is gone", ["DROP INDEX users_email_idx"], ["index public.users_email_idx: is missing"]],
  [
    "an index that is invalid",
    ["UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_email_idx'::regclass"],
    ["index public.users_email_idx: is valid: no, expected yes"],
  ],
  [
    "a role without a right, and one with a right too many",
    [
      "REVOKE INSERT ON users FROM app",
      "GRANT DELETE ON users TO app WITH GRANT OPTION",
      "GRANT SELECT ON users TO PUBLIC",
    ],
    [
      "table public.users: app lacks INSERT; PUBLIC has SELECT, not expected; app has DELETE WITH GRANT OPTION, not expected",
    ],
  ],
  ["a pending migration that was applied by hand", [second], ["table public.notes: is there, but not expected"]],
];

test.each(lines)("%s", async (_, statements, expected) => {
  await run(...statements);
  const report = await drift(project(), {});
  expect(report).toMatchObject({ verdict: "drift", success: false });
  expect((report.data as { differences: { text: string }[] }).differences.map((one) => one.text)).toEqual(expected);
  expectDocumented(report);
  const text = formatReport(report);
  for (const line of expected) expect(text).toContain(line);
  expect(text).toContain("`nx run db:diff --from=env:DATABASE_URL --dry-run`");
});

test("the order of columns is a note, and a kind that specline.json ignores is listed with its reason", async () => {
  const reason = "made by the reporting team";
  workspace.write(
    "specline.json",
    JSON.stringify({ kind: "database", engine: "delta", postgres: 18, ignore: [{ kind: "view", reason }] }),
  );
  await run("ALTER TABLE users DROP id, ADD id int NOT NULL PRIMARY KEY", "CREATE VIEW ids AS SELECT id FROM users");
  const report = await drift(project(), {});
  expect(report).toMatchObject({ verdict: "no-drift", success: true });
  expect(report.data).toMatchObject({
    ignored: [{ kind: "view", text: "view public.ids: is there, but not expected", reason }],
    notes: ["column order public.users: columns: email, id, expected id, email"],
  });
  expect(formatReport(report)).toContain(`view public.ids: is there, but not expected (${reason})`);
  expectDocumented(report);
});

test("without a history it says so; with --to=schema the whole schema counts", async () => {
  live = await server.createDatabase();
  const refused = await refusal(drift(project(), {}));
  expect(refused.codes).toEqual(["migration/no-history"]);
  expect(refused.text).toContain("--to=schema");
  await run(first.replace("CREATE ROLE app;", ""));
  const report = await drift(project(), { to: "schema" });
  expect(report.data).toMatchObject({
    comparedWith: "schema",
    applied: [],
    differences: [{ kind: "table", object: "public.notes", change: "missing" }],
    notes: ["the database has no history of migrations"],
  });
  expectDocumented(report);
});

test("nothing is said when history and folder disagree", async () => {
  workspace.write("migrations/20260101000000_users.up.sql", `${first}\n`);
  expect((await refusal(drift(project(), {}))).codes).toEqual(["migration/applied-file-changed"]);
});

test("a server that cannot be reached is a refusal", async () => {
  const nobody = workspace.project({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" });
  expect((await refusal(drift(nobody, {}))).codes).toEqual(["database/unreachable"]);
});

test("a role that may only read is enough, sees the same, and is not in the way of writers", async () => {
  const password = randomBytes(8).toString("hex");
  await run(`CREATE ROLE monitor LOGIN PASSWORD '${password}'`);
  const url = new URL(live.url);
  url.username = "monitor";
  url.password = password;
  const monitor = workspace.project({ DATABASE_URL: url.href });
  const refused = await refusal(drift(monitor, {}));
  expect(refused.codes).toEqual(["database/not-permitted"]);
  expect(refused.text).toContain("GRANT USAGE ON SCHEMA specline");
  expect(refused.text).not.toContain(password);
  await run("GRANT USAGE ON SCHEMA specline TO monitor", "GRANT SELECT ON ALL TABLES IN SCHEMA specline TO monitor");
  const writer = await server.connect(live);
  await writer.query("BEGIN; LOCK TABLE users IN EXCLUSIVE MODE");
  const report = await drift(monitor, { run: { lockTimeoutMs: 200, attempts: 1 } }).finally(() => writer.end());
  expect(report).toMatchObject({ verdict: "no-drift" });
  await run("DROP OWNED BY monitor");
});

test("a role that the server has lost is named, with the rights that went with it", async () => {
  await run("REVOKE ALL ON users FROM app");
  const lost = first.replaceAll("app", "lost_role");
  const digest = createHash("sha256").update(lost).digest("hex");
  workspace.write("migrations/20260101000000_users.up.sql", lost);
  await run(`UPDATE specline.migrations SET up_sha256 = '${digest}'`);
  const report = await drift(project(), {});
  expect(report.data).toMatchObject({
    differences: [{ text: "table public.users: lost_role lacks INSERT, SELECT" }],
    notes: ["the server has no role lost_role, which is named"],
  });
});
