import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { connect } from "../../../tools/postgres/connection/connect";
import { type Shadow, type ShadowDatabase, startShadow } from "../../../tools/postgres/shadow";
import type { Report } from "../../../tools/report/report";
import { diff } from "../../../tools/schema-engine/commands/diff";
import { drift } from "../../../tools/schema-engine/commands/drift";
import { migrate } from "../../../tools/schema-engine/commands/migrate";
import { rollback } from "../../../tools/schema-engine/commands/rollback";
import { runCommand } from "../../../tools/schema-engine/commands/run-command";
import { status } from "../../../tools/schema-engine/commands/status";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../database/database-workspace";
import { refusal } from "../../database/refusal";
import { writeSums } from "./write-sums";

let server: Shadow;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;
let owner: Client;

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  mkdirSync(join(workspace.root, "specs/db/migrations"), { recursive: true });
  live = await server.createDatabase();
  owner = await connect(live.url);
  await owner.query(`CREATE ROLE deploy LOGIN PASSWORD '${new URL(live.url).password}'; CREATE ROLE shop_owner;
    CREATE SCHEMA app AUTHORIZATION shop_owner; CREATE TABLE app.orders (id int); ALTER TABLE app.orders OWNER TO shop_owner;
    GRANT USAGE ON SCHEMA app TO deploy`);
});
afterEach(async () => {
  await owner.query("DROP OWNED BY deploy, shop_owner CASCADE; DROP ROLE deploy, shop_owner");
  await owner.end();
  workspace.remove();
});

const write = (name: string, text: string) => {
  writeFileSync(join(workspace.root, "specs/db/migrations", name), text);
  writeSums(join(workspace.root, "specs/db/migrations"));
};
const as = (role: string) =>
  workspace.project({ DATABASE_URL: Object.assign(new URL(live.url), { username: role }).href });
const objects = async () =>
  (await owner.query("SELECT oid::regclass::text FROM pg_class WHERE oid >= 16384 ORDER BY 1")).rows;

test.each([
  [
    "ALTER TABLE app.orders ADD COLUMN note text;",
    "the rights of its owner on app.orders",
    "GRANT shop_owner TO deploy;",
  ],
  ["CREATE INDEX ON app.orders (id);", "the rights of its owner on app.orders", "GRANT shop_owner TO deploy;"],
  ["DROP TABLE app.orders;", "the rights of its owner on app.orders", "GRANT shop_owner TO deploy;"],
  ["CREATE TABLE app.items (id int);", "CREATE on schema app", "GRANT USAGE, CREATE ON SCHEMA app TO deploy;"],
  ["CREATE TYPE app.size AS ENUM ('s');", "CREATE on schema app", "GRANT USAGE, CREATE ON SCHEMA app TO deploy;"],
  ["CREATE TABLE items (id int);", "CREATE on schema public", "GRANT USAGE, CREATE ON SCHEMA public TO deploy;"],
  ["CREATE SCHEMA other;", "CREATE on database shadow_", "TO deploy;"],
  [
    "SET LOCAL search_path = pg_catalog;\nALTER TABLE app.orders ADD COLUMN note text;\nALTER TABLE orders ADD b int;",
    "the rights of its owner on app.orders",
    "GRANT shop_owner TO deploy;",
  ],
])("a right that is missing is told before anything runs: %s", async (statement, right, grant) => {
  write("1_a.sql", "SELECT 1;\n");
  write("2_b.sql", `SELECT 2;\n\n${statement}\n`);
  const before = await objects();
  for (const run of [() => migrate(as("deploy"), {}), () => migrate(as("deploy"), { isDryRun: true })]) {
    const refused = await refusal(run());
    expect(refused.codes).toEqual(["migration/right-missing"]);
    expect(refused.text).toContain(`lacks ${right}`);
    expect(refused.text).toContain(grant);
    expect(await objects()).toEqual(before);
  }
});

test("the owner of a schema may drop what others made in it, and change nothing of it", async () => {
  await owner.query(`GRANT CREATE ON DATABASE ${live.name} TO deploy; CREATE SCHEMA mine AUTHORIZATION deploy;
    CREATE TABLE mine.theirs (id int); CREATE VIEW mine.view AS SELECT; CREATE INDEX their_ids ON mine.theirs (id)`);
  write("1_a.sql", "DROP INDEX mine.their_ids;\nDROP VIEW mine.view;\nDROP TABLE mine.theirs;\n");
  await migrate(as("deploy"), {});
  expect((await owner.query("SELECT FROM pg_class WHERE relnamespace = 'mine'::regnamespace")).rows).toEqual([]);
  await owner.query("CREATE TABLE mine.theirs (id int)");
  write("2_b.sql", "ALTER TABLE mine.theirs ADD COLUMN note text;\n");
  expect((await refusal(migrate(as("deploy"), {}))).codes).toEqual(["migration/right-missing"]);
});

test("once the right is there, all of it runs; scripts that become another role are left to PostgreSQL", async () => {
  write("1_a.sql", "ALTER TABLE app.orders ADD COLUMN note text;\n");
  write("2_b.sql", "SET ROLE shop_owner;\nCREATE TABLE app.items (id int);\n");
  await owner.query(`GRANT shop_owner TO deploy; GRANT CREATE ON DATABASE ${live.name} TO deploy`);
  await migrate(as("deploy"), {});
  expect((await owner.query("SELECT tableowner FROM pg_tables WHERE tablename = 'items'")).rows).toEqual([
    { tableowner: "shop_owner" },
  ]);
});

test("a script outside of transactions may become another role too", async () => {
  write(
    "1_a.sql",
    "-- atlas:txmode none\n\nSET SESSION AUTHORIZATION shop_owner;\nCREATE TABLE app.a (id int);\nCREATE INDEX CONCURRENTLY a_id ON app.a (id);\n",
  );
  write("2_b.sql", "CREATE TABLE b (id int);\n");
  await migrate(as("postgres"), {});
  const { rows } = await owner.query(
    "SELECT tableowner FROM pg_tables WHERE tablename IN ('a', 'b') ORDER BY tablename",
  );
  expect(rows).toEqual([{ tableowner: "shop_owner" }, { tableowner: "postgres" }]);
});

test("what a script makes itself is no missing right", async () => {
  write("1_a.sql", "CREATE SCHEMA own;\nCREATE TABLE own.t (id int);\nALTER TABLE own.t ADD COLUMN n int;\n");
  await owner.query(`GRANT CREATE ON DATABASE ${live.name} TO deploy`);
  await migrate(as("deploy"), {});
  expect((await owner.query("SELECT to_regclass('own.t') IS NOT NULL AS found")).rows).toEqual([{ found: true }]);
});

test("a plan of our own, whose files empty the search path, is refused as well", async () => {
  workspace.write("schema.sql", "CREATE TABLE public.orders (id int);\n");
  await diff(workspace.project(), { name: "first" });
  await migrate(as("postgres"), {});
  workspace.write("schema.sql", "CREATE TABLE public.orders (id int, note text);\n");
  await diff(workspace.project(), { name: "second" });
  await owner.query(`GRANT USAGE ON SCHEMA specline TO deploy;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA specline TO deploy`);
  const runs = [() => migrate(as("deploy"), { isDryRun: true }), () => migrate(as("deploy"), {})];
  for (const run of [...runs, () => rollback(as("deploy"), { steps: 1, isLossyAllowed: true })]) {
    const refused = await refusal(run());
    expect(refused.codes).toEqual(["migration/right-missing"]);
    expect(refused.text).toMatch(/on (public\.)?orders/);
  }
});

/** What a role needs to migrate `public` since PostgreSQL 15, whoever owns the database, and two migrations, the first of them applied. */
async function deployWithCreate(first: string, second: string): Promise<void> {
  await owner.query(`GRANT CREATE ON DATABASE ${live.name} TO deploy; GRANT CREATE ON SCHEMA public TO deploy`);
  write("1_a.up.sql", first);
  write("1_a.down.sql", "DROP TABLE t;\n");
  await migrate(as("deploy"), {});
  write("2_b.up.sql", second);
  write("2_b.down.sql", "ALTER TABLE t DROP COLUMN b;\n");
}

const dataOf = ({ data }: Report, key: string) =>
  JSON.stringify(Object.entries(data ?? {}).find(([name]) => name === key));

const [one, two] = ["CREATE TABLE t (id int PRIMARY KEY);\n", "ALTER TABLE t ADD COLUMN b int;\n"];

test.each([
  ["", one],
  ["the role is named in a migration, ", `${one}ALTER TABLE t OWNER TO deploy;\n`],
])(
  "CREATE on public that the migrating role got by hand is no drift: %sdry runs and drift find none",
  async (_, first) => {
    await owner.query("DROP SCHEMA app CASCADE");
    await deployWithCreate(first, two);
    workspace.write("schema.sql", `CREATE ROLE deploy;\n${first.replace(");", ", b int);")}`);
    for (const role of ["deploy", "postgres"]) {
      expect((await drift(as(role), {})).data).toMatchObject({ differences: [] });
      const report = await migrate(as(role), { isDryRun: true });
      expect(report.data).toMatchObject({ pending: ["2"], drift: [], missing: [] });
      expect((await rollback(as(role), { isDryRun: true, isLossyAllowed: true })).verdict).toBe("proved");
    }
  },
);

test("a database of that role with things of others is cloned, by the names of all owners and grantees", async () => {
  await owner.query("ALTER TABLE app.orders OWNER TO postgres; GRANT SELECT ON app.orders TO deploy WITH GRANT OPTION");
  await deployWithCreate(one, two);
  await owner.query("ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t TO deploy USING (true)");
  workspace.write("schema.sql", one.replace(");", ", b int);"));
  const report = await migrate(as("deploy"), { isDryRun: true });
  expect(report.verdict).toBe("proved");
  expect(dataOf(report, "drift")).not.toContain("schema public");
  expect(dataOf(report, "missing")).not.toMatch(/public.t: owner|schema public/);
  expect((await rollback(as("deploy"), { isDryRun: true, isLossyAllowed: true })).verdict).toBe("proved");
  const url = Object.assign(new URL(live.url), { username: "deploy" }).href;
  const planned = await diff(workspace.project({ LIVE: url }), { from: "env:LIVE", isDryRun: true });
  expect(planned.verdict).toMatch(/proved|needs-allowed-hazards/);
  expect(dataOf(planned, "up")).toMatch(/ADD COLUMN .{0,3}b/);
  expect(dataOf(planned, "up")).not.toContain("ON SCHEMA");
});

test("what a script does before it becomes another role is judged", async () => {
  write("1_a.sql", "ALTER TABLE app.orders ADD COLUMN note text;\nSET ROLE shop_owner;\nDROP TABLE app.orders;\n");
  const refused = await refusal(migrate(as("deploy"), { isDryRun: true }));
  expect(refused.codes).toEqual(["migration/right-missing"]);
});

test("a role that may not keep the history is told what it needs, and nothing ran", async () => {
  write("1_a.sql", "SELECT 1;\n");
  for (const isDryRun of [true, false]) {
    const first = await refusal(migrate(as("deploy"), { isDryRun }));
    expect(first.codes).toEqual(["migration/history-not-permitted"]);
    expect(first.text).toContain(`\`GRANT CREATE ON DATABASE ${live.name} TO deploy;\``);
  }
  await migrate(as("postgres"), {});
  for (const run of [
    () => migrate(as("deploy"), {}),
    () => migrate(as("deploy"), { isDryRun: true }),
    () => status(as("deploy"), {}),
    () => rollback(as("deploy"), { steps: 1 }),
  ]) {
    expect((await refusal(run())).codes).toEqual(["migration/history-not-permitted"]);
  }
});

test("a role that may only read the history sees the status, and is told before anything runs what writing it needs", async () => {
  write("1_a.sql", "SELECT 1;\n");
  await migrate(as("postgres"), {});
  write("2_b.sql", "SELECT 2;\n");
  await owner.query(
    "GRANT USAGE ON SCHEMA specline TO deploy; GRANT SELECT ON ALL TABLES IN SCHEMA specline TO deploy",
  );
  expect((await status(as("deploy"), {})).verdict).toBe("pending");
  for (const isDryRun of [true, false]) {
    const refused = await refusal(migrate(as("deploy"), { isDryRun }));
    expect(refused.codes).toEqual(["migration/history-not-permitted"]);
    expect(refused.text).toContain(
      "GRANT INSERT, UPDATE, DELETE ON TABLE specline.migrations TO deploy; GRANT INSERT, UPDATE, DELETE ON TABLE specline.statements TO deploy;",
    );
  }
});

test("a right that is missing elsewhere is a refusal too, with the grant for it", async () => {
  const client = await connect(Object.assign(new URL(live.url), { username: "deploy" }).href);
  const lines: string[] = [];
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    const { success } = await runCommand(
      { workspaceRoot: workspace.root, project: "db", projectRoot: "specs/db", target: "status", format: "text" },
      async () => {
        await client.query("SELECT FROM app.orders");
        throw new Error("was not refused");
      },
    );
    expect(success).toBe(false);
  } finally {
    stdout.mockRestore();
    await client.end();
  }
  const said = lines.join("\n");
  expect(said).toContain("permission denied for table orders. [database/right-missing]");
  expect(said).toContain("GRANT SELECT, INSERT, UPDATE, DELETE, REFERENCES, TRIGGER ON TABLE orders TO <the role>;");
});

test("an extension that the shadow lacks is named with its place, and where to get it", async () => {
  workspace.write("schema.sql", "CREATE TABLE t (id int);\nCREATE EXTENSION postgis;\n");
  const refused = await refusal(diff(workspace.project(), { name: "places" }));
  expect(refused.codes).toEqual(["migration/extension-not-available"]);
  expect(refused.text).toContain("no extension `postgis`");
  expect(refused.text).toContain("--shadow-url");
  expect(refused.text).toContain("SPECLINE_POSTGRES");
});
