import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import { diff } from "./diff";

const roles = "CREATE ROLE owner_few;\nCREATE ROLE owner_app;\n";
const table = (columns: string) => `CREATE TABLE o (id int PRIMARY KEY, tenant int${columns});
ALTER TABLE o ENABLE ROW LEVEL SECURITY;
CREATE POLICY pp ON o USING (tenant = 1);
GRANT SELECT ON o TO owner_few;
`;
const others = (view: string, argument: string) => `CREATE VIEW vo AS SELECT ${view} FROM o;
CREATE FUNCTION f(${argument} int) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT count(*) FROM public.o';
CREATE TYPE kind AS ENUM ('x');
CREATE TABLE "Items" (id serial PRIMARY KEY);
`;
const owned = `ALTER VIEW vo OWNER TO owner_few;
ALTER FUNCTION f(int) OWNER TO owner_few;
ALTER TYPE kind OWNER TO owner_few;
ALTER TABLE "Items" OWNER TO owner_few;
`;

let server: Shadow;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
  await run(await server.createDatabase(), roles);
});
afterAll(async () => {
  await server?.stop();
});
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  live = await server.createDatabase();
  await run(live, `${table("")}${others("id", "a")}${owned}`);
});
afterEach(() => workspace.remove());

async function run(database: ShadowDatabase, sql: string): Promise<void> {
  const client = await server.connect(database);
  await client.query(sql).finally(() => client.end());
}

async function owners(): Promise<unknown> {
  const client = await server.connect(live);
  const { rows } = await client.query(
    `SELECT relname AS name, relowner::regrole::text AS owner FROM pg_class
     WHERE relname IN ('o', 'vo', 'things', 'Items', 'Items_id_seq', 'things_id_seq')
     UNION ALL SELECT proname, proowner::regrole::text FROM pg_proc WHERE proname = 'f'
     UNION ALL SELECT typname, typowner::regrole::text FROM pg_type WHERE typname = 'kind' ORDER BY 1`,
  );
  await client.end();
  return Object.fromEntries(rows.map(({ name, owner }) => [name, owner]));
}

/** The statements of a plan from the live database, applied there. */
async function apply(schema: string): Promise<string> {
  workspace.write("schema.sql", `${roles}${schema}`);
  const report = await diff(workspace.project({ LIVE: live.url }), { from: "env:LIVE", isDryRun: true });
  const up = (report.data as { up?: { statements: string[] }[] }).up ?? [];
  for (const { statements } of up) for (const one of statements) await run(live, one.replace("SET LOCAL", "SET"));
  return up.flatMap((one) => one.statements).join(";\n");
}

test("an owner that the schema does not name stays, whatever else changes", async () => {
  expect(await apply(`${table(", note text")}${others("id", "a")}`)).not.toMatch(/OWNER|REVOKE|GRANT/);
  expect(await owners()).toMatchObject({ vo: "owner_few", f: "owner_few", kind: "owner_few", Items: "owner_few" });
});

test("what is dropped and made again gets its owner back, and so does a table under its new name", async () => {
  await apply(
    `${table("")}${others("tenant, id", "b").replace('CREATE TABLE "Items"', '-- @renamed from="Items"\nCREATE TABLE things')}`,
  );
  expect(await owners()).toEqual({
    o: "postgres",
    vo: "owner_few",
    f: "owner_few",
    kind: "owner_few",
    things: "owner_few",
    things_id_seq: "owner_few",
  });
});

test("where only owners differ that the schema does not name there is nothing to plan", async () => {
  workspace.write("schema.sql", `${roles}${table("")}${others("id", "a")}`);
  const report = await diff(workspace.project({ LIVE: live.url }), { from: "env:LIVE", isDryRun: true });
  expect(report.verdict).toBe("up-to-date");
});

test("an owner that the schema names is planned, the role of the plan too", async () => {
  const sql = await apply(
    `${table("")}${others("id", "a")}ALTER VIEW vo OWNER TO CURRENT_USER;\nALTER FUNCTION f(int) OWNER TO owner_app;\n`,
  );
  expect(sql).toContain('ALTER VIEW "public"."vo" OWNER TO CURRENT_USER');
  expect(await owners()).toMatchObject({ vo: "postgres", f: "owner_app", kind: "owner_few" });
});

test("the tables of the owner of the database stay its own when a superuser plans", async () => {
  await run(live, `ALTER DATABASE ${live.name} OWNER TO owner_app; ALTER TABLE o OWNER TO owner_app`);
  expect(await apply(`${table(", note text")}${others("id", "a")}`)).not.toMatch(/OWNER|REVOKE|GRANT/);
  expect(await owners()).toMatchObject({ o: "owner_app", vo: "owner_few" });
});
