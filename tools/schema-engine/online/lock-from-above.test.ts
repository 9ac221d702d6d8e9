import type { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, type ShadowDatabase, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import type { Segment } from "../plan/segment";
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
const p = (more: string, index = "") =>
  `CREATE TABLE p (a int NOT NULL, b int NOT NULL${more}) PARTITION BY RANGE (a);
   CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9); CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (9) TO (99) PARTITION BY LIST (b);
   CREATE TABLE p21 PARTITION OF p2 FOR VALUES IN (1); ${index}`;

test.each([
  ["a key", p(""), p(", CONSTRAINT k UNIQUE (a, b)")],
  ["a key that changes", p(", CONSTRAINT k UNIQUE (a, b)"), p(", CONSTRAINT k UNIQUE (b, a)")],
  ["an index", p(""), p("", "CREATE INDEX i ON p (b);")],
  ["an index that changes", p("", "CREATE INDEX i ON p (b);"), p("", "CREATE INDEX i ON p (b, a);")],
])("%s waits for who has the table while it keeps nobody from a partition", async (_, before, after) => {
  const plan = await provePlan({ shadow, engine: deltaEngine, from: await load(before), to: await load(after) });
  if (!("up" in plan)) throw new Error(JSON.stringify(plan));
  const live = await load(before);
  const client = await shadow.connect(live);
  try {
    let waits = 0;
    for (const segment of [...plan.up, ...plan.down]) {
      if (segment.isTransactional) waits += await waitsFor(client, live, segment);
      else expect(await applySegments(client, [segment])).toBeUndefined();
    }
    expect(waits).toBeGreaterThan(0);
  } finally {
    await client.end();
  }
});

/** How often, of once. */
async function waitsFor(client: Client, live: ShadowDatabase, { statements }: Segment): Promise<number> {
  const other = await shadow.connect(live);
  try {
    const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    await other.query("BEGIN; LOCK TABLE ONLY p IN ROW EXCLUSIVE MODE");
    let isOver = false;
    const run = async () => {
      for (const statement of ["BEGIN", ...statements, "COMMIT"]) await client.query(statement);
    };
    const running = run().finally(() => {
      isOver = true;
    });
    let held: readonly string[] | undefined;
    while (!isOver && held === undefined) held = await heldWhileWaiting(other, rows[0]?.pid ?? 0);
    await other.query("COMMIT");
    await running;
    expect(held ?? []).toEqual([]);
    return held === undefined ? 0 : 1;
  } finally {
    await other.end();
  }
}

/** What keeps a reader of a partition out; `undefined`: it does not wait. */
async function heldWhileWaiting(other: Client, pid: number): Promise<readonly string[] | undefined> {
  const { rows } = await other.query<{ held: readonly string[] | null }>(
    `SELECT array_agg(relation::regclass::text) FILTER (WHERE granted AND mode = 'AccessExclusiveLock' AND c.oid IS NOT NULL) AS held
     FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation AND c.relname ~ '^p.'
     WHERE pid = $1 HAVING bool_or(NOT granted)`,
    [pid],
  );
  return rows[0] && (rows[0].held ?? []);
}
