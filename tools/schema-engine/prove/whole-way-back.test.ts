import { expect, test } from "vitest";
import { compareSnapshots, realDifferences } from "../../postgres/catalog-snapshot/compare-snapshots";
import { startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import { loadFiles } from "../source/load-files";
import { applySegments } from "./apply-segments";
import { provePlan } from "./prove-plan";
import { snapshotOf } from "./snapshot-of";

/**
 * Each stage has a way back that is right by itself; what the one leaves, which no snapshot shows as a difference, may stand against the other: a key that a
 * partition takes over leaves it a NOT NULL of its own (PostgreSQL 18).
 */
test("the ways back of all stages one after the other lead to the beginning", async () => {
  const shadow = await startShadow(process.cwd(), 18);
  try {
    const load = (key: string) =>
      loadFiles(shadow, [
        {
          path: "schema.sql",
          text: `CREATE TABLE t (id int, k varchar(9), PRIMARY KEY (${key})) PARTITION BY LIST (k); CREATE TABLE t1 PARTITION OF t FOR VALUES IN ('1');`,
        },
      ]);
    const [from, to] = [await load("k"), await load("k, id")];
    const plan = await provePlan({ shadow, engine: deltaEngine, from, to });
    if (!("up" in plan)) throw new Error(JSON.stringify(plan));
    const copy = await shadow.createDatabase(from);
    const client = await shadow.connect(copy);
    const failure = await applySegments(client, [...plan.up, ...plan.down]).finally(() => client.end());
    expect(failure).toBeUndefined();
    const differences = compareSnapshots(await snapshotOf(shadow, copy), await snapshotOf(shadow, from));
    expect(realDifferences(differences)).toEqual([]);
  } finally {
    await shadow.stop();
  }
});
