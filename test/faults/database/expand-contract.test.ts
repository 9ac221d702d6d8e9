import { join } from "node:path";
import type { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { connect } from "../../../tools/postgres/connection/connect";
import { type Shadow, startShadow } from "../../../tools/postgres/shadow";
import { diff } from "../../../tools/schema-engine/commands/diff";
import { migrate } from "../../../tools/schema-engine/commands/migrate";
import { rollback } from "../../../tools/schema-engine/commands/rollback";
import { readMigrations } from "../../../tools/schema-engine/migrations/read-migrations";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../database/database-workspace";
import { refusal } from "../../database/refusal";

/** A plan whose parts are: the new column, its rows, its index, its validation, the swap; then what only the way back needs. */
const before = "CREATE TABLE users (id text PRIMARY KEY, name text);\n";
const after = "CREATE TABLE users (id uuid PRIMARY KEY, name text);\n";
const id = (last: number) => `0190aaaa-0000-7000-8000-00000000000${last}`;

let server: Shadow;
let planned: DatabaseWorkspace;
let other: Client;
let url: string;
let parts: readonly string[];

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
  planned = makeDatabaseWorkspace();
  planned.write("schema.sql", before);
  await diff(planned.project(), { name: "first" });
  planned.write("schema.sql", after);
  await diff(planned.project(), { name: "ids", isExpanding: true, allowHazards: "CHANGES_VALUES" });
  parts = folder().migrations.flatMap((one) => (one.name === "ids" ? [one.upFile] : []));
});
afterAll(async () => {
  planned?.remove();
  await server?.stop();
});
beforeEach(async () => {
  ({ url } = await server.createDatabase());
  other = await connect(url);
  await migrate(project(), { file: folder().migrations[0]?.upFile });
});
afterEach(async () => {
  await other.end();
});

const project = () => planned.project({ DATABASE_URL: url });
const folder = () => readMigrations(join(planned.root, "specs/db/migrations"), "migrations", "db");

async function users(): Promise<readonly unknown[]> {
  const { rows } = await other.query("SELECT pg_typeof(id)::text AS type, id::text, name FROM users ORDER BY id");
  return rows;
}

async function columns(): Promise<readonly unknown[]> {
  const { rows } = await other.query(
    "SELECT attname FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1",
  );
  return rows.map((row) => row.attname);
}

test.each([1, 2, 3, 4, 5])("after %d parts the way leads back with all rows, and on to the end", async (count) => {
  await other.query(`INSERT INTO users VALUES ('${id(1)}', 'Ada')`);
  for (const part of parts.slice(0, count)) await migrate(project(), { file: part });
  await other.query(`INSERT INTO users (id, name) VALUES ('${id(2)}', 'Bea')`);
  await rollback(project(), { isLossyAllowed: true });
  const names = ["Ada", "Bea"].map((name, index) => ({ id: id(index + 1), name }));
  expect(await users()).toEqual(names.map((one) => ({ type: "text", ...one })));
  expect(await columns()).toEqual(["id", "name"]);
  await migrate(project(), {});
  expect(await users()).toEqual(names.map((one) => ({ type: "uuid", ...one })));
  expect(await columns()).toEqual(["id", "name"]);
});

test("a row that the new type cannot hold stops the plan before the swap, and nothing is lost", async () => {
  await other.query(`INSERT INTO users VALUES ('${id(1)}', 'Ada'), ('nobody', 'Bea')`);
  const refused = await refusal(migrate(project(), {}));
  expect(refused.codes).toEqual(["migration/statement-failed", "migration/half-applied"]);
  expect(refused.text).toContain('invalid input syntax for type uuid: "nobody"');
  expect(await users()).toHaveLength(2);
  await other.query("DELETE FROM users WHERE id = 'nobody'");
  await migrate(project(), {});
  expect(await users()).toEqual([{ type: "uuid", id: id(1), name: "Ada" }]);
});

test("without the option the change is refused, and the refusal names the option", async () => {
  planned.write("schema.sql", after.replace("name text", "name uuid"));
  const refused = await refusal(diff(planned.project(), { name: "names" }));
  planned.write("schema.sql", after);
  expect(refused.codes).toEqual(["migration/hazard-not-allowed"]);
  expect(refused.text).toMatch(/TABLE_REWRITE: Plan it with `diff --expand-contract`/);
});
