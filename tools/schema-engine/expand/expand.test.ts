import type { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { compareSnapshots, realDifferences } from "../../postgres/catalog-snapshot/compare-snapshots";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import { applySegments } from "../prove/apply-segments";
import { provePlan } from "../prove/prove-plan";
import { loadFiles } from "../source/load-files";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);

async function planned(before: string, after: string) {
  const plan = await provePlan({
    shadow,
    engine: deltaEngine,
    from: await load(before),
    to: await load(after),
    isExpanding: true,
  });
  if (!("up" in plan)) throw new Error(JSON.stringify(plan));
  return plan;
}

async function on<T>(database: ShadowDatabase, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await shadow.connect(database);
  return work(client).finally(() => client.end());
}

const rowsOf = (database: ShadowDatabase, query: string) =>
  on(database, async (client) => (await client.query({ text: query, rowMode: "array" })).rows);

const differences = async (database: ShadowDatabase, schema: string) => {
  const [actual, wanted] = [await on(database, readCatalogSnapshot), await on(await load(schema), readCatalogSnapshot)];
  return realDifferences(compareSnapshots(actual, wanted)).map((one) => one.text);
};

const touching = `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.seen := OLD.seen + 1; RETURN NEW; END';
  CREATE TRIGGER touch BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION f();`;

interface Case {
  readonly before: string;
  readonly after: string;
  readonly rows: string;
  readonly query: string;
  readonly there: readonly unknown[][];
  readonly back: readonly unknown[][];
}

const parent = "CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int DEFAULT 7 CHECK (n > 0));";
const child = "CREATE TABLE b (id serial PRIMARY KEY, a int NOT NULL REFERENCES a ON DELETE CASCADE);";

const views = (type: string) => `CREATE TABLE a (id int, x ${type}); CREATE SCHEMA "S";
  CREATE VIEW "S"."V 1" WITH (security_barrier = true, check_option = local) AS SELECT id, x AS "X y" FROM a WHERE x > 3;
  CREATE VIEW v2 AS SELECT "X y" + 1 AS z, id FROM "S"."V 1"; CREATE VIEW other AS SELECT id FROM a;
  GRANT USAGE ON SCHEMA "S" TO pg_monitor; GRANT SELECT ON "S"."V 1", v2 TO pg_monitor; GRANT UPDATE ("X y") ON "S"."V 1" TO pg_monitor WITH GRANT OPTION;
  COMMENT ON VIEW v2 IS 'it''s'; COMMENT ON COLUMN "S"."V 1"."X y" IS 'c'; ALTER VIEW "S"."V 1" ALTER "X y" SET DEFAULT 8;
  CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE TRIGGER g INSTEAD OF INSERT ON v2 FOR EACH ROW EXECUTE FUNCTION f();
  CREATE RULE r AS ON DELETE TO v2 DO INSTEAD NOTHING; ALTER VIEW v2 OWNER TO pg_monitor;`;

const cases: Readonly<Record<string, Case>> = {
  "an identity key and what refers to it": {
    before: `${parent}${child} CREATE INDEX b_a_idx ON b (a) WHERE a > 3;`,
    after: `${parent}${child} CREATE INDEX b_a_idx ON b (a) WHERE a > 3;`
      .replaceAll(/\bint\b/g, "bigint")
      .replace("serial", "bigserial"),
    rows: "INSERT INTO a (n) VALUES (1), (2), (3); DELETE FROM a WHERE n = 3; INSERT INTO b (a) VALUES (1), (2), (2)",
    query: `WITH x AS (INSERT INTO a DEFAULT VALUES RETURNING id, n)
      SELECT pg_typeof(id)::text, id::int, n::int FROM x UNION ALL SELECT pg_typeof(a)::text, id::int, a::int FROM b ORDER BY 2, 3`,
    there: [
      ["bigint", 1, 1],
      ["bigint", 2, 2],
      ["bigint", 3, 2],
      ["bigint", 4, 7],
    ],
    back: [
      ["integer", 1, 1],
      ["integer", 2, 2],
      ["integer", 3, 2],
      ["integer", 5, 7],
    ],
  },
  "texts that are UUIDs, in a key and in what refers to it": {
    before: `CREATE TABLE a (id text PRIMARY KEY DEFAULT gen_random_uuid()::text); COMMENT ON COLUMN a.id IS 'key';
      CREATE TABLE b (n int, a text REFERENCES a ON UPDATE CASCADE, UNIQUE (n, a) DEFERRABLE);`,
    after: `CREATE TABLE a (id uuid PRIMARY KEY DEFAULT gen_random_uuid()); COMMENT ON COLUMN a.id IS 'key';
      CREATE TABLE b (n int, a uuid REFERENCES a ON UPDATE CASCADE, UNIQUE (n, a) DEFERRABLE);`,
    rows: `INSERT INTO a VALUES ('0190aaaa-0000-7000-8000-000000000001'); INSERT INTO b SELECT 1, id FROM a; INSERT INTO b VALUES (2, NULL)`,
    query: "SELECT n, a::text, (SELECT count(*)::int FROM a WHERE id = b.a) FROM b ORDER BY n",
    there: [
      [1, "0190aaaa-0000-7000-8000-000000000001", 1],
      [2, null, 0],
    ],
    back: [
      [1, "0190aaaa-0000-7000-8000-000000000001", 1],
      [2, null, 0],
    ],
  },
  "a timestamp that gets a zone, under a trigger that keeps the time of the last change": {
    before: `CREATE TABLE a (id int, at timestamp NOT NULL DEFAULT now(), seen int DEFAULT 0); ${touching}`,
    after: `CREATE TABLE a (id int, at timestamptz NOT NULL DEFAULT now(), seen int DEFAULT 0); ${touching}`,
    rows: "SET timezone = 'Asia/Tokyo'; INSERT INTO a VALUES (1, '2026-01-01 00:00')",
    query: "SELECT id, at::text, seen FROM a",
    there: [[1, "2026-01-01 00:00:00+00", 0]],
    back: [[1, "2026-01-01 00:00:00", 0]],
  },
  "a number under a rule that keeps a log of changes": {
    before: `CREATE TABLE log (n int); CREATE TABLE a (id int PRIMARY KEY, x int);
      CREATE RULE r AS ON UPDATE TO a DO ALSO INSERT INTO log VALUES (1);`,
    after: `CREATE TABLE log (n int); CREATE TABLE a (id int PRIMARY KEY, x bigint);
      CREATE RULE r AS ON UPDATE TO a DO ALSO INSERT INTO log VALUES (1);`,
    rows: "INSERT INTO a VALUES (1, 2)",
    query: "SELECT id, x::int, (SELECT count(*)::int FROM log) FROM a",
    there: [[1, 2, 0]],
    back: [[1, 2, 0]],
  },
  "a scale, with a grant of the column": {
    before: 'CREATE TABLE "A b" ("x Y" numeric(8,2)); GRANT SELECT ("x Y") ON "A b" TO pg_monitor;',
    after: 'CREATE TABLE "A b" ("x Y" numeric(12,4)); GRANT SELECT ("x Y") ON "A b" TO pg_monitor;',
    rows: 'INSERT INTO "A b" VALUES (1.25), (NULL)',
    query: 'SELECT "x Y"::text FROM "A b" ORDER BY 1',
    there: [["1.2500"], [null]],
    back: [["1.25"], [null]],
  },
  "a number that views show, with all that they have": {
    before: views("int"),
    after: views("bigint"),
    rows: "INSERT INTO a VALUES (1, 4), (2, 5)",
    query: `SELECT pg_typeof("X y")::text, z::int,
        has_table_privilege('pg_monitor', 'v2', 'SELECT') AND has_column_privilege('pg_monitor', '"S"."V 1"', 'X y', 'UPDATE')
      FROM v2 JOIN "S"."V 1" v USING (id) ORDER BY 2`,
    there: [
      ["bigint", 5, true],
      ["bigint", 6, true],
    ],
    back: [
      ["integer", 5, true],
      ["integer", 6, true],
    ],
  },
  "labels of an enum that go, and move": {
    before: `CREATE TYPE mood AS ENUM ('a', 'b', 'c');
      CREATE TABLE a (m mood NOT NULL DEFAULT 'a'); CREATE INDEX i ON a (m); CREATE TABLE b (ms mood[]);`,
    after: `CREATE TYPE mood AS ENUM ('b', 'a');
      CREATE TABLE a (m mood NOT NULL DEFAULT 'a'); CREATE INDEX i ON a (m); CREATE TABLE b (ms mood[]);`,
    rows: "INSERT INTO a VALUES (DEFAULT); INSERT INTO b VALUES ('{a,b}')",
    query: "SELECT m::text, (SELECT ms::text FROM b) FROM a",
    there: [["a", "{a,b}"]],
    back: [["a", "{a,b}"]],
  },
  "labels of an enum that go, which come back without a new column": {
    before:
      "CREATE TYPE mood AS ENUM ('a', 'b', 'c'); CREATE TABLE a (id int PRIMARY KEY, mood mood NOT NULL DEFAULT 'a');",
    after: "CREATE TYPE mood AS ENUM ('a', 'c'); CREATE TABLE a (id int PRIMARY KEY, mood mood NOT NULL DEFAULT 'a');",
    rows: "INSERT INTO a VALUES (1, 'a'), (2, 'c')",
    query: "SELECT id, mood::text FROM a ORDER BY id",
    there: [
      [1, "a"],
      [2, "c"],
    ],
    back: [
      [1, "a"],
      [2, "c"],
    ],
  },
};

test.each(Object.entries(cases))("%s", async (_, { before, after, rows, query, there, back }) => {
  const plan = await planned(before, after);
  expect(plan.notes.filter((one) => one.includes("in place"))).toEqual([]);
  expect(plan.hazards.map((one) => one.kind)).not.toContain("TABLE_REWRITE");
  expect(plan.isUndonePerPart).toBe(true);
  const live = await load(before);
  await on(live, (client) => client.query(rows));
  expect(await on(live, (client) => applySegments(client, plan.up))).toBeUndefined();
  expect(await differences(live, after)).toEqual([]);
  expect(await rowsOf(live, query)).toEqual(there);
  expect(await on(live, (client) => applySegments(client, plan.down))).toBeUndefined();
  expect(await differences(live, before)).toEqual([]);
  expect(await rowsOf(live, query)).toEqual(back);
});

test.each([
  [
    "a materialized view",
    "CREATE TABLE a (x int); CREATE MATERIALIZED VIEW m AS SELECT x FROM a;",
    /^column public.a.x is changed in place: materialized view public.m would be computed anew/,
  ],
  [
    "what needs a view",
    "CREATE TABLE a (x int); CREATE VIEW v AS SELECT x FROM a; CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT max(x) FROM v; END;",
    /view public.v because other objects depend on it/,
  ],
  [
    "a view that has no way with the new type",
    "CREATE FUNCTION f(n int) RETURNS int LANGUAGE sql AS 'SELECT n'; CREATE TABLE a (x int); CREATE VIEW v AS SELECT f(x::int) AS y FROM a;",
    /view public.v cannot be made again after it: function public.f\(bigint\) does not exist/,
  ],
  ["its expression", "CREATE TABLE a (w int, x int GENERATED ALWAYS AS (w + 1) STORED);", /generated/],
  ["its partitions", "CREATE TABLE a (x int, y int) PARTITION BY LIST (y);", undefined],
  [
    "a replica identity",
    "CREATE TABLE a (id int PRIMARY KEY, x int NOT NULL); CREATE UNIQUE INDEX i ON a (x); ALTER TABLE a REPLICA IDENTITY USING INDEX i;",
    /index public.i is the replica identity of its table/,
  ],
  ["an exclusion", "CREATE TABLE a (x int, EXCLUDE USING btree (x WITH =));", /no key/],
  [
    "a trigger",
    `CREATE TABLE a (x int, seen int); ${touching} ALTER TABLE a ENABLE ALWAYS TRIGGER touch;`,
    /touch would fire/,
  ],
])("a column stays in place because of %s, which is said", async (_, before, reason) => {
  const plan = await planned(before, before.replace("x int", "x bigint"));
  const notes = plan.notes.filter((one) => one.startsWith("column public.a.x is changed in place: "));
  expect(notes).toEqual(reason === undefined ? [] : [expect.stringMatching(reason)]);
});

test("a change that writes no row anew stays in place without a word", async () => {
  const plan = await planned("CREATE TABLE a (x varchar(5));", "CREATE TABLE a (x varchar(9));");
  expect({ up: plan.up.length, notes: plan.notes }).toEqual({ up: 1, notes: [] });
});

test("what clients write while the change lasts is there after it", async () => {
  const live = await load("CREATE TABLE a (id int PRIMARY KEY, x int NOT NULL);");
  const plan = await planned(
    "CREATE TABLE a (id int PRIMARY KEY, x int NOT NULL);",
    "CREATE TABLE a (id int PRIMARY KEY, x bigint NOT NULL);",
  );
  await on(live, async (client) => {
    await client.query("INSERT INTO a SELECT n, n FROM generate_series(1, 5) n");
    for (const [index, part] of plan.up.entries()) {
      expect(await applySegments(client, [part])).toBeUndefined();
      await client.query(`INSERT INTO a VALUES (${index + 100}, 1)`);
      await client.query("UPDATE a SET x = x + 10 WHERE id = 1");
      await client.query(`DELETE FROM a WHERE id = ${index + 2} AND id < 4`);
    }
    const { rows } = await client.query("SELECT count(*)::int AS n, sum(x)::int AS sum FROM a");
    const changes = plan.up.length;
    expect(rows).toEqual([{ n: 3 + changes, sum: 1 + 10 * changes + 4 + 5 + changes }]);
  });
});
