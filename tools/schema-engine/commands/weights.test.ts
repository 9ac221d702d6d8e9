import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../../test/database/database-workspace";
import { expectDocumented } from "../../../test/database/expect-documented";
import { writeSums } from "../../../test/faults/database/write-sums";
import { connect } from "../../postgres/connection/connect";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { formatReport } from "../../report/format-report";
import { readTableSizes } from "../weigh/table-sizes";
import { diff } from "./diff";
import { migrate } from "./migrate";

let server: Shadow;
let workspace: DatabaseWorkspace;
let client: Client;
let url: string;

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  workspace = makeDatabaseWorkspace();
  ({ url } = await server.createDatabase());
  client = await connect(url);
});
afterEach(async () => {
  await client.end();
  workspace.remove();
});

const schema = `CREATE TABLE big (id int NOT NULL, text text, size int);
CREATE TABLE small (id int NOT NULL, text text, size int);
CREATE TABLE parts (id int NOT NULL, size int) PARTITION BY LIST (id);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1);
CREATE TABLE parts_2 PARTITION OF parts DEFAULT;
`;
const rows = `INSERT INTO big SELECT n, repeat('x', 100), n FROM generate_series(1, 50000) n;
INSERT INTO small SELECT n, 'x', n FROM generate_series(1, 100) n;
INSERT INTO parts SELECT n % 4, n FROM generate_series(1, 1000) n;
ANALYZE`;

test("a dry run says how long statements will work on the target's tables, the longest first", async () => {
  const folder = join(workspace.root, "specs/db/migrations");
  mkdirSync(folder, { recursive: true });
  const migrations = {
    "1_schema.sql": schema,
    "2_change.sql": [
      "ALTER TABLE small ALTER COLUMN size TYPE bigint;",
      "ALTER TABLE big ALTER COLUMN size TYPE bigint;",
      "CREATE INDEX ON big (size);",
      "ALTER TABLE parts ADD CONSTRAINT positive CHECK (size > 0);",
      "CREATE TABLE new (id int);",
      "CREATE INDEX ON new (id);",
      "",
    ].join("\n"),
    "4_check.sql": "ALTER TABLE big ADD CONSTRAINT filled CHECK (text IS NOT NULL) NOT VALID;\n",
    // Nobody waits for the one, and the other reads nothing.
    "5_not_null.sql":
      "ALTER TABLE big VALIDATE CONSTRAINT filled;\nALTER TABLE big ALTER text SET NOT NULL;\nALTER TABLE big DROP CONSTRAINT filled;\n",
    "3_online.sql": "-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY big_id ON big (id);\n",
  };
  const [first = "", ...others] = Object.entries(migrations).map(([name]) => name);
  const write = (name: string) => {
    writeFileSync(join(folder, name), migrations[name as keyof typeof migrations]);
    writeSums(folder);
  };
  write(first);
  const project = workspace.project({ DATABASE_URL: url });
  await migrate(project, {});
  await client.query(rows);
  for (const name of others) write(name);
  workspace.write("schema.sql", schema);
  const report = await migrate(project, { isDryRun: true });
  expectDocumented(report);
  const lines = formatReport(report, { isStyled: false }).split("\n");
  const start = lines.findIndex((line) => line.includes("how long, by the sizes of the target"));
  const said = lines.slice(start + 1, start + 6).map((line) => line.trim().replace("specs/db/migrations/", ""));
  expect(lines.filter((line) => /\/[45]_.*(reads|writes) all rows/.test(line))).toEqual([]);
  const bigSize = /\(about 50 thousand rows, \d MB\)/;
  expect(said).toEqual([
    expect.stringMatching(
      `^2_change.sql:2:1: writes all rows anew of public.big ${bigSize.source}: less than a second, reads and writes wait$`,
    ),
    expect.stringMatching(
      `^2_change.sql:3:1: builds an index of public.big ${bigSize.source}: less than a second, reads and writes wait$`,
    ),
    expect.stringMatching(
      `^3_online.sql:3:1: builds an index of public.big ${bigSize.source}: less than a second, nobody waits$`,
    ),
    expect.stringMatching(/^2_change.sql:1:1: writes all rows anew of public.small \(about 100 rows, /),
    expect.stringMatching(/^2_change.sql:4:1: reads all rows of public.parts_2 \(about 750 rows, /),
  ]);
});

test("a plan from a live database weighs its hazards by the tables there", async () => {
  await client.query(`${schema}${rows}`);
  workspace.write("schema.sql", schema.replaceAll("size int", "size bigint"));
  const report = await diff(workspace.project({ LIVE: url }), { from: "env:LIVE", isDryRun: true });
  expectDocumented(report);
  const { hazards } = report.data as { hazards: { kind: string; object: string; size?: { rows: number } }[] };
  const rewrites = hazards.filter((one) => one.kind === "TABLE_REWRITE");
  expect(rewrites.map(({ object, size }) => [object, size?.rows])).toEqual([
    ["public.big", 50_000],
    ["public.parts_2", 750],
    ["public.parts_1", 250],
    ["public.small", 100],
  ]);
  expect(formatReport(report, { isStyled: false })).toMatch(
    /TABLE_REWRITE: .*public\.big .*; about 50 thousand rows, \d MB: less than a second/,
  );
});

test("a table that somebody keeps locked is left out, and nothing waits for long", async () => {
  await client.query(`${schema}${rows}`);
  const other = await connect(url);
  await other.query("BEGIN; LOCK TABLE big IN ACCESS EXCLUSIVE MODE");
  try {
    const sizes = await readTableSizes(client, ["public.big", "public.small", "public.parts", "public.nothing"]);
    expect([...sizes].map(([name, size]) => [name, size.rows])).toEqual([
      ["public.small", 100],
      ["public.parts", 1_000],
    ]);
  } finally {
    await other.end();
  }
});
