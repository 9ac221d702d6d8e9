import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import { provePlan } from "../prove/prove-plan";
import { loadFiles } from "../source/load-files";

let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

const bounded = (options: string) => `CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY ${options});`;

test("a counter within new bounds stays, one that is out of them goes to the nearest", async () => {
  const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);
  for (const [last, next] of [
    [3, 10],
    [40, 41],
    [900, 500],
  ]) {
    const from = await load(bounded("(START 1)"));
    const plan = await provePlan({
      shadow,
      engine: deltaEngine,
      from,
      to: await load(bounded("(MINVALUE 10 MAXVALUE 500 START 10)")),
    });
    if (!("up" in plan)) throw new Error(JSON.stringify(plan));
    const client = await shadow.connect(from);
    await client.query("SELECT setval('t_id_seq', $1)", [last]);
    for (const sql of plan.up.flatMap((one) => one.statements)) await client.query(sql);
    const { rows } = await client.query("SELECT nextval('t_id_seq')::int AS next");
    await client.end();
    expect(rows).toEqual([{ next }]);
  }
});
