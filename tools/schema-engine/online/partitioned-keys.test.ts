import type { Client } from "pg";
import { expect, test } from "vitest";
import { eachMajor } from "../../../test/database/each-major";
import { applySegments } from "../prove/apply-segments";

const partitions = `CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9);
  CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (9) TO (99) PARTITION BY LIST (b);
  CREATE TABLE "P2 a" PARTITION OF p2 FOR VALUES IN (1);`;
const p = (more = "", a = "a int NOT NULL") =>
  `CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE p (${a}, b int NOT NULL, c int${more}) PARTITION BY RANGE (a); ${partitions}`;
const rows =
  "INSERT INTO u VALUES (1); INSERT INTO p SELECT n, 1, 1 FROM generate_series(0, 40) n WHERE n < 9 OR n > 10";

interface Case {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** What the transaction that adds it to the partitioned table locks. */
  readonly lock: string;
  readonly lockBefore18?: string;
}

const cases: readonly Case[] = [
  { name: "a primary key", before: p(), after: p(", PRIMARY KEY (a, b)"), lock: "AccessExclusiveLock" },
  {
    name: "a primary key of a nullable column",
    before: p("", "a int"),
    after: p(", PRIMARY KEY (a, b)", "a int"),
    lock: "AccessExclusiveLock",
  },
  {
    name: "a unique constraint with all that it may have",
    before: p(),
    after: p(', CONSTRAINT "A k" UNIQUE NULLS NOT DISTINCT (b, a) INCLUDE (c) DEFERRABLE INITIALLY DEFERRED'),
    lock: "AccessExclusiveLock",
  },
  {
    name: "a key beside a new partition",
    before: p(),
    after: `${p(", PRIMARY KEY (a, b)")} CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (99) TO (199);`,
    lock: "AccessExclusiveLock",
  },
  {
    name: "a key that changes",
    before: p(", CONSTRAINT k UNIQUE (b, a)"),
    after: p(", CONSTRAINT k UNIQUE (a, b) INCLUDE (c)"),
    lock: "AccessExclusiveLock",
  },
  {
    name: "a foreign key",
    before: p(),
    after: p().replace("c int", 'c int CONSTRAINT "F k" REFERENCES u ON DELETE CASCADE DEFERRABLE'),
    // Before 18 a partitioned table has none that are NOT VALID; since then the last part validates it.
    lock: "ShareUpdateExclusiveLock",
    lockBefore18: "ShareRowExclusiveLock",
  },
];

eachMajor(({ major, shadow, load, prove }) => {
  test.each(cases)("$name of a partitioned table builds and reads nothing under a lock", async (one) => {
    const lock = major < 18 ? (one.lockBefore18 ?? one.lock) : one.lock;
    const plan = await prove(one.before, one.after);
    expect(plan.isUndonePerPart).toBe(true);
    expect(plan.hazards.filter((hazard) => hazard.kind !== "DEPENDS_ON_ROWS")).toEqual([]);
    const live = await load(one.before);
    const client = await shadow().connect(live);
    try {
      await client.query(rows);
      expect(await applySegments(client, plan.up.slice(0, -1))).toBeUndefined();
      expect(await watched(client, plan.up.at(-1)?.statements ?? [])).toEqual({
        built: one.after.includes("p3") ? ["p3_pkey"] : [],
        read: lock === "ShareUpdateExclusiveLock" ? ['"P2 a"', "p1"] : [],
        locks: { p: lock, p1: lock },
      });
      expect(await applySegments(client, plan.down)).toBeUndefined();
    } finally {
      await client.end();
    }
  });
});

/** Indexes of partitions with a file that was not there before, rows read of partitions, locks. */
async function watched(client: Client, statements: readonly string[]) {
  const files = async () =>
    (
      await client.query<{ file: string; name: string }>(
        "SELECT pg_relation_filenode(oid)::text AS file, oid::regclass::text AS name FROM pg_class WHERE relkind = 'i' AND relispartition",
      )
    ).rows;
  const known = new Set(
    (
      await client.query<{ file: string }>(
        "SELECT pg_relation_filenode(oid)::text AS file FROM pg_class WHERE relkind = 'i'",
      )
    ).rows.map(({ file }) => file),
  );
  await client.query("BEGIN");
  const read = async () =>
    (
      await client.query<{ name: string; rows: number }>(
        `SELECT oid::regclass::text AS name, pg_stat_get_xact_tuples_returned(oid)::int AS rows
         FROM pg_class WHERE relname IN ('p1', 'P2 a') ORDER BY 1`,
      )
    ).rows;
  const before = new Map((await read()).map((one) => [one.name, one.rows]));
  for (const statement of statements) await client.query(statement);
  const after = await read();
  const locks = await client.query<{ name: string; mode: string }>(
    `SELECT relation::regclass::text AS name, (array_agg(mode ORDER BY mode = 'AccessExclusiveLock' DESC, mode = 'ShareRowExclusiveLock' DESC,
       mode = 'ShareUpdateExclusiveLock' DESC))[1] AS mode
     FROM pg_locks WHERE pid = pg_backend_pid() AND relation IN ('p'::regclass, 'p1'::regclass) GROUP BY 1`,
  );
  const built = (await files()).filter(({ file }) => !known.has(file)).map(({ name }) => name);
  await client.query("COMMIT");
  return {
    built,
    read: after.filter(({ name, rows: count }) => count > (before.get(name) ?? 0)).map(({ name }) => name),
    locks: Object.fromEntries(locks.rows.map(({ name, mode }) => [name, mode])),
  };
}
