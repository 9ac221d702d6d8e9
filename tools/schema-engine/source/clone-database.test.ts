import { afterAll, beforeAll, expect, test } from "vitest";
import { readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { compareSnapshots } from "../../postgres/catalog-snapshot/compare-snapshots";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { cloneDatabase } from "./clone-database";

let live: Shadow;
let shadow: Shadow;
beforeAll(async () => {
  live = await startShadow(process.cwd(), 18);
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await live?.stop();
  await shadow?.stop();
});

test.each([
  [
    "a comment of a column of a materialized view",
    "CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; COMMENT ON COLUMN m.a IS 'one'",
  ],
  ["a table of a type", "CREATE TYPE ty AS (a int, b text); CREATE TABLE typed OF ty"],
  [
    "an index that a table is clustered on and known by",
    "CREATE TABLE t (u int NOT NULL); CREATE UNIQUE INDEX i ON t (u); ALTER TABLE t CLUSTER ON i; ALTER TABLE t REPLICA IDENTITY USING INDEX i",
  ],
  [
    "names of NOT NULL",
    "CREATE TABLE t (a int CONSTRAINT a_req NOT NULL); CREATE TABLE c (b int CONSTRAINT b_req NOT NULL) INHERITS (t)",
  ],
  [
    "triggers that are off, those of a foreign key too",
    `CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (id int REFERENCES p);
     CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
     CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER ALL`,
  ],
])("a clone has %s", async (_, sql) => {
  const database = await live.createDatabase();
  const client = await live.connect(database);
  try {
    await client.query(sql);
    const clone = await cloneDatabase(shadow, { client, url: database.url, shown: "it" });
    const copy = await shadow.connect(clone);
    const difference = compareSnapshots(await readCatalogSnapshot(copy), await readCatalogSnapshot(client));
    await copy.end();
    expect(difference.map((one) => one.text)).toEqual([]);
  } finally {
    await client.end();
  }
});
