import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import type { Refused } from "../../report/refused";
import { diff } from "./diff";
import { drift } from "./drift";
import { migrate } from "./migrate";

const schema = String.raw`CREATE TABLE parts (
  id int PRIMARY KEY,
  code text CHECK (code ~ '^\d+$'),
  path text DEFAULT 'C:\new',
  bytes bytea DEFAULT '\x00',
  price money DEFAULT '1,234.50',
  since timestamptz DEFAULT '2024-01-02 03:04:05+00'
);
CREATE TABLE events (at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01 00:00:00+00') TO ('2025-01-01 00:00:00+00');
CREATE VIEW recent AS SELECT at FROM events WHERE at > '2024-06-01 00:00:00+00'::timestamptz;
`;

let server: Shadow;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await server?.stop();
});
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  workspace.write("schema.sql", schema);
  live = await server.createDatabase();
});
afterEach(() => workspace.remove());

async function ask<Row extends object>(...statements: readonly string[]): Promise<readonly Row[]> {
  const client = await server.connect(live);
  try {
    let rows: readonly Row[] = [];
    for (const one of statements) rows = (await client.query<Row & Record<string, unknown>>(one)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

test.each([
  ["standard_conforming_strings", "off"],
  ["timezone", "America/New_York"],
  ["datestyle", "German, DMY"],
  ["transform_null_equals", "on"],
])("a database with %s = %s gets what was proved, and sees no drift", async (name, value) => {
  await ask(`ALTER DATABASE ${live.name} SET ${name} = '${value}'`);
  const project = workspace.project({ DATABASE_URL: live.url });
  expect(await diff(project, { name: "parts" })).toMatchObject({ success: true });
  expect(await migrate(project, { isDryRun: true })).toMatchObject({ success: true });
  expect(await migrate(project, {})).toMatchObject({ success: true });
  expect(await drift(project, {})).toMatchObject({ verdict: "no-drift" });
  expect(await diff(project, { from: "env:DATABASE_URL", isDryRun: true })).toMatchObject({ verdict: "up-to-date" });
  expect(
    await ask("INSERT INTO parts (id, code) VALUES (1, '12')", "SELECT path, encode(bytes, 'hex') AS bytes FROM parts"),
  ).toEqual([{ path: String.raw`C:\new`, bytes: "00" }]);
  await expect(ask("INSERT INTO parts (id, code) VALUES (2, 'ddd')")).rejects.toThrow(/parts_code_check/);
});

test("a file reads timestamps in the time zone of the database, as its clients do", async () => {
  await ask(
    "CREATE TABLE parts (since timestamp)",
    "INSERT INTO parts VALUES ('2024-01-02 12:00')",
    `ALTER DATABASE ${live.name} SET timezone = 'America/New_York'`,
  );
  workspace.write("migrations/20260101000000_parts.up.sql", "CREATE TABLE IF NOT EXISTS parts (since timestamp);\n");
  workspace.write("migrations/20260102000000_zone.up.sql", "ALTER TABLE parts ALTER since TYPE timestamptz;\n");
  expect(await migrate(workspace.project({ DATABASE_URL: live.url }), {})).toMatchObject({ success: true });
  expect(await ask("SELECT extract(hour FROM since AT TIME ZONE 'UTC')::int AS hour FROM parts")).toEqual([
    { hour: 17 },
  ]);
});

const byHand = "CREATE TABLE inv (id int);\nDELETE FROM parts WHERE id = 1;\n";

test.each([
  ["names without a schema", byHand, ["migration/search-path"]],
  ["a drop without a schema", "DROP TABLE IF EXISTS inv;\n", ["migration/search-path"]],
  ["a type without a schema", "CREATE TYPE kind AS ENUM ('a');\n", ["migration/search-path"]],
  ["a search path of its own", `SET LOCAL search_path = public;\n${byHand}`, []],
  [
    "schemas, a WITH, a temporary table and a catalog",
    "CREATE TEMP TABLE n (id int);\nWITH w AS (SELECT 1 AS id) INSERT INTO public.parts (id) SELECT id FROM w;\nSELECT FROM pg_class LIMIT 1;\n",
    [],
  ],
])(
  "on a database with another search path, a file with %s is refused or runs as it was proved",
  async (_, text, codes) => {
    await ask(
      "CREATE SCHEMA app",
      "CREATE TABLE app.parts (id int); CREATE TABLE public.parts (id int)",
      `ALTER DATABASE ${live.name} SET search_path = app, public`,
    );
    const project = workspace.project({ DATABASE_URL: live.url });
    workspace.write("migrations/29990101000000_hand.up.sql", text);
    for (const form of [{ isDryRun: true }, {}]) {
      const problems = await migrate(project, form).then(
        () => [],
        (error: Refused) => error.problems.map(({ code }) => code),
      );
      expect(problems).toEqual(codes);
    }
    const [found] = await ask<{ app: string | null }>("SELECT to_regclass('app.inv')::text AS app");
    expect(found).toEqual({ app: null });
  },
);
