import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { refusal } from "../../../test/database/refusal";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import { formatReport } from "../../report/format-report";
import { migrate } from "./migrate";

let server: Shadow;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;

const project = () => workspace.project({ DATABASE_URL: live.url });

async function run(sql: string): Promise<void> {
  const client = await server.connect(live);
  await client.query(sql).finally(() => client.end());
}

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  workspace.write("schema.sql", "CREATE TABLE a (id int, b text);\n");
  workspace.write("migrations/1_one.up.sql", "CREATE TABLE a (id int);\n");
  live = await server.createDatabase();
  await migrate(project(), {});
  workspace.write("migrations/2_two.up.sql", "ALTER TABLE a ADD COLUMN b text;\n");
});
afterEach(() => workspace.remove());

const forms = [{}, { isPreflight: true }, { isDryRun: true }] as const;

test.each(forms)(
  "a statement that fails on a database that others changed names what they changed: %j",
  async (form) => {
    await run("ALTER TABLE a ADD COLUMN b int");
    const refused = await refusal(migrate(project(), form));
    expect(refused.codes).toEqual(["migration/statement-failed", "migration/target-drifted"]);
    expect(refused.text).toContain("column public.a.b: is there, but not expected");
    expect(refused.text).toContain("nx run db:drift");
    const said = workspace.lines.join("\n");
    if ("isDryRun" in form || "isPreflight" in form) expect(said).toContain("1 difference");
  },
);

test.each(forms)("a statement that fails on what the migrations have made says nothing of drift: %j", async (form) => {
  workspace.write("migrations/2_two.up.sql", "ALTER TABLE a ADD COLUMN id text;\n");
  expect((await refusal(migrate(project(), form))).codes).toEqual(["migration/statement-failed"]);
});

test("what an interrupted version has done itself is not called drift", async () => {
  const script =
    "-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY a_id ON a (id);\nDROP INDEX CONCURRENTLY nothing;\n";
  workspace.write("migrations/2_two.up.sql", script);
  expect((await refusal(migrate(project(), {}))).codes).toEqual(["migration/statement-failed"]);
});

test("the invalid index of a build that fails is its own work, and not called drift", async () => {
  await run("INSERT INTO a VALUES (1), (1)");
  workspace.write("migrations/2_two.up.sql", "CREATE UNIQUE INDEX CONCURRENTLY i ON a (id);\n");
  expect((await refusal(migrate(project(), {}))).codes).toEqual(["migration/statement-failed"]);
});

test("a database without migrations, whose tables others made, is named as that", async () => {
  live = await server.createDatabase();
  await run("CREATE TABLE a (id int)");
  const refused = await refusal(migrate(project(), {}));
  expect(refused.codes).toEqual(["migration/statement-failed", "migration/target-drifted"]);
  expect(refused.text).toContain("table public.a: is there, but not expected");
});

test("what others changed does not stand in the way of what does not meet it, and --preflight says it", async () => {
  await run("CREATE TABLE stray (id int)");
  const report = await migrate(project(), { isPreflight: true });
  expect(report.verdict).toBe("applied");
  expect(report.data).toMatchObject({ drift: ["table public.stray: is there, but not expected"] });
  expect(formatReport(report)).toContain("changed by others than migrations");
});
