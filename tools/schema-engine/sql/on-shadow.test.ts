import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../postgres/shadow";
import { deltaEngine } from "../engine/delta-engine";
import { provePlan } from "../prove/prove-plan";
import { snapshotOf } from "../prove/snapshot-of";
import { loadFiles } from "../source/load-files";

let shadow: Shadow;
/** Stands for the server of the publications. */
let publisher: Server;
let connections = 0;

beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
  publisher = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => publisher.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await shadow?.stop();
  publisher?.close();
});

function connection(): string {
  const address = publisher.address();
  return `host=127.0.0.1 port=${typeof address === "object" ? address?.port : 0} dbname=d`;
}

const load = (text: string) => loadFiles(shadow, [{ path: "schema.sql", text }]);

async function subscriptions(text: string) {
  const { objects } = await snapshotOf(shadow, await load(text));
  return objects.filter(({ kind }) => kind === "subscription").map(({ name, facts }) => ({ name, ...facts }));
}

const create = () => `CREATE SUBSCRIPTION s CONNECTION '${connection()}' PUBLICATION p`;

test.each([
  [
    "a new one, with everything by default",
    () => create(),
    { name: "s", enabled: true, slot: "s", publications: ["p"] },
  ],
  [
    "a new one with options",
    () => `${create()}, "Q" WITH (enabled = false, slot_name = 'x', streaming = parallel, binary, copy_data = false)`,
    { name: "s", enabled: false, slot: "x", publications: ["Q", "p"], streaming: "p", binary: true },
  ],
  [
    "other publications",
    () => `${create()}; ALTER SUBSCRIPTION s ADD PUBLICATION q; ALTER SUBSCRIPTION s REFRESH PUBLICATION`,
    { name: "s", publications: ["p", "q"] },
  ],
  [
    "what the publisher would be told",
    () => `${create()} WITH (enabled = false); ALTER SUBSCRIPTION s SET (failover = true, binary = true)`,
    { name: "s", failover: true, binary: true },
  ],
])("%s reaches no publisher", async (_, sql, expected) => {
  expect(await subscriptions(sql())).toMatchObject([expected]);
  expect(connections).toBe(0);
});

test("what is removed leaves its slot alone, if it is there or not", async () => {
  expect(await subscriptions(`${create()}; DROP SUBSCRIPTION s; DROP SUBSCRIPTION IF EXISTS s`)).toEqual([]);
  await expect(load("DROP SUBSCRIPTION s")).rejects.toThrow(/does not exist/);
  expect(connections).toBe(0);
});

test("plans are proved on copies that have the subscriptions, their settings and comments", async () => {
  const from = await load(`${create()}; COMMENT ON SUBSCRIPTION s IS 'old'`);
  const to = await load(
    `${create()} WITH (binary = true); COMMENT ON SUBSCRIPTION s IS 'new'; CREATE SUBSCRIPTION t CONNECTION '${connection()}' PUBLICATION q`,
  );
  const copy = await shadow.createDatabase(from);
  expect(await snapshotOf(shadow, copy)).toEqual(await snapshotOf(shadow, from));
  const plan = await provePlan({ shadow, engine: deltaEngine, from, to });
  if (!("up" in plan)) throw new Error(JSON.stringify(plan));
  const statements = plan.up.flatMap((one) => one.statements).join("\n");
  expect(statements).toContain('ALTER SUBSCRIPTION "s" SET (binary');
  expect(statements).toContain('CREATE SUBSCRIPTION "t"');
  expect(connections).toBe(0);
});
