import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCatalogSnapshot } from "../../tools/postgres/catalog-snapshot/catalog-snapshot";
import { compareSnapshots, realDifferences } from "../../tools/postgres/catalog-snapshot/compare-snapshots";
import { type Shadow, type ShadowDatabase, startShadow } from "../../tools/postgres/shadow";
import { exportSchema } from "../../tools/schema-engine/export-schema";
import { loadFiles } from "../../tools/schema-engine/source/load-files";
import { corpus } from "./pairs";

const names = ["chinook", "northwind", "pagila", "concourse", "crates-io", "supabase-auth", "temporal-2026"];
const files = [
  ["forms", join(__dirname, "../golden/tables/schema.sql")] as const,
  ...names.map((name) => [name, join(corpus, `sql/${name}.sql`)] as const),
].filter(([, path]) => existsSync(path));
/** PostgreSQL makes one of two unique constraints of the same columns when both stand in one CREATE TABLE, as they do here. */
const merged: Readonly<Record<string, readonly string[]>> = {
  concourse: [
    "constraint public.workers.constraint_workers_name_unique: is there in addition",
    "index public.constraint_workers_name_unique: is there in addition",
  ],
};
let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(join(__dirname, "../.."), 18);
});
afterAll(() => shadow?.stop());

test.each(files)("%s is exported whole, and can be loaded again", async (name, path) => {
  const live = await loadFiles(shadow, [{ path: `${name}.sql`, text: readFileSync(path, "utf8") }]);
  const text = await exportSchema(live.url);
  expect(text).not.toMatch(/OWNER TO|AUTHORIZATION|^GRANT/m);
  const again = await loadFiles(shadow, [{ path: "schema.sql", text }]);
  const differences = realDifferences(compareSnapshots(await snapshot(live), await snapshot(again)));
  expect(differences.map((one) => one.text)).toEqual(merged[name] ?? []);
});

async function snapshot(database: ShadowDatabase) {
  const client = await shadow.connect(database);
  try {
    return await readCatalogSnapshot(client);
  } finally {
    await client.end();
  }
}
