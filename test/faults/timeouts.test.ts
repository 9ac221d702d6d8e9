import { expect, test } from "vitest";
import { readScript } from "../../tools/schema-engine/migrations/read-script";
import { replayScript } from "../../tools/schema-engine/source/replay";
import { refusal } from "../database/refusal";
import { eachWithTarget, type MigrationTarget } from "./migration-target";
import { eventually } from "./start-child";

let { client, other, lines } = {} as MigrationTarget;
let write: (text: string) => void;
let migrate: () => ReturnType<MigrationTarget["migrate"]>;
eachWithTarget(async (target) => {
  ({ client, other, lines } = target);
  write = (text) => target.write("1_a.sql", text);
  migrate = () => target.migrate({ attempts: 2 });
  await other.query("CREATE TABLE a (id int)");
});

const changing = "SET LOCAL lock_timeout = '20ms';\n\nALTER TABLE a ADD COLUMN b int;\n";

test("the lock timeout of a file holds in our runner, which tries again and says line and limit", async () => {
  write(changing);
  await other.query("BEGIN; LOCK TABLE a");
  const refused = await refusal(migrate());
  expect(refused.codes).toEqual(["migration/lock-not-available"]);
  expect(refused.text).toMatch(/1_a\.sql:3 did not get its locks on test in \d+ attempts within [\d.]+ s/);
  expect(lines.some((line) => line.includes("no lock yet for line 3"))).toBe(true);
});

test("it holds too when a file is sent as one simple query, as golang-migrate does", async () => {
  await other.query("BEGIN; LOCK TABLE a");
  await expect(client.query(changing)).rejects.toMatchObject({ code: "55P03" });
  await other.query("ROLLBACK");
  await client.query(changing);
  expect((await client.query("SHOW lock_timeout")).rows).toEqual([{ lock_timeout: "0" }]);
});

test("a statement that is not done in its time is told with its place, and leaves nothing", async () => {
  write("CREATE TABLE b (id int);\nSET LOCAL statement_timeout = '20ms';\nSELECT pg_sleep(600);\n");
  const refused = await refusal(migrate());
  expect(refused.codes).toEqual(["migration/statement-timed-out"]);
  expect(refused.text).toContain("not done within 20ms");
  expect((await other.query("SELECT to_regclass('b') AS found")).rows).toEqual([{ found: null }]);
});

test("a person who cancels a statement is no timeout", async () => {
  write("SET LOCAL statement_timeout = '1h';\nSELECT pg_sleep(600);\n");
  const failed = refusal(migrate());
  const cancel =
    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()";
  await eventually(async () => (await other.query(cancel)).rows.length > 0);
  expect((await failed).codes).toEqual(["migration/statement-failed"]);
});

test("a build gets the timeouts of its header; the next run goes on", async () => {
  write("-- specline:lock-timeout 20ms\n\nCREATE INDEX CONCURRENTLY i ON a (id);\n");
  await other.query("BEGIN; INSERT INTO a VALUES (1)");
  const refused = await refusal(migrate());
  expect(refused.codes).toEqual(["migration/lock-timed-out"]);
  expect(refused.text).toContain("idle in transaction");
  await other.query("COMMIT");
  expect(await migrate()).toHaveLength(1);
});

test("a run that goes on has the settings that the one before it had reached", async () => {
  write("SET lock_timeout = '20ms';\nCREATE INDEX CONCURRENTLY i ON a (id);\n");
  await other.query("BEGIN; INSERT INTO a VALUES (1)");
  for (const _ of ["first", "resumed"]) {
    expect((await refusal(migrate())).codes).toEqual(["migration/lock-timed-out"]);
  }
  await other.query("COMMIT");
  expect(await migrate()).toHaveLength(1);
});

test("a header that gives no time is refused at its line before anything runs", async () => {
  write("-- a\n-- specline:lock-timeout soon\n\nDROP TABLE a;\n");
  const refused = await refusal(migrate());
  expect(refused.codes).toEqual(["migration/bad-timeout"]);
});

test("on a shadow no time is up", async () => {
  const script = await readScript({
    path: "a.sql",
    text: "SET LOCAL statement_timeout = '1ms';\nSELECT pg_sleep(0.05);\n",
  });
  await replayScript(client, script);
  const wrong = await readScript({ path: "a.sql", text: "SET LOCAL statement_timeout = 'soon';\n" });
  expect((await refusal(replayScript(client, wrong))).codes).toEqual(["migration/statement-failed"]);
});
