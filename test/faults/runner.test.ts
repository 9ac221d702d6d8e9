import type { Client } from "pg";
import { expect, test } from "vitest";
import { connect } from "../../tools/postgres/connection/connect";
import { defaultRunOptions } from "../../tools/schema-engine/runner/run-request";
import { runRollback } from "../../tools/schema-engine/runner/run-rollback";
import { refusal } from "../database/refusal";
import { writeSums } from "./database/write-sums";
import { eachWithTarget, type MigrationTarget } from "./migration-target";
import { eventually, startChild } from "./start-child";

let { url, client, other, migrations, lines, write, folder, migrate } = {} as MigrationTarget;
eachWithTarget((target) => {
  ({ url, client, other, migrations, lines, write, folder, migrate } = target);
});

async function indexes(): Promise<readonly unknown[]> {
  const { rows } = await other.query(
    "SELECT indexrelid::regclass::text AS name, indisvalid AS valid FROM pg_index WHERE indrelid = 'a'::regclass ORDER BY 1",
  );
  return rows;
}

test("kill -9 between and inside of statements: the next run goes on and repeats nothing", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  await migrate();
  write("2_i.sql", "INSERT INTO a VALUES (2);\nCREATE INDEX CONCURRENTLY i ON a (id);\nINSERT INTO a VALUES (3);\n");
  await other.query("BEGIN; INSERT INTO a VALUES (1)");
  const child = startChild(["migrate", migrations], { CHILD_DATABASE_URL: url });
  await eventually(async () => (await client.query("SELECT FROM pg_stat_progress_create_index")).rows.length > 0);
  child.process.kill("SIGKILL");
  await child.ended;
  const resumed = migrate({}, client);
  await other.query("COMMIT");
  expect((await resumed).map((one) => one.version)).toEqual(["2"]);
  expect(await indexes()).toEqual([{ name: "i", valid: true }]);
  expect((await other.query("SELECT array_agg(id ORDER BY id) AS ids FROM a")).rows).toEqual([{ ids: [1, 2, 3] }]);
});

test("a server that ends the session inside of a build leaves an invalid index; the next run builds it anew", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  await migrate();
  write("2_i.sql", "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON a (id);\n");
  await other.query("BEGIN; INSERT INTO a VALUES (1)");
  const broken = await connect(url);
  const failed = refusal(migrate({}, broken));
  await eventually(async () => (await client.query("SELECT FROM pg_stat_progress_create_index")).rows.length > 0);
  await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_progress_create_index");
  expect((await failed).codes).toEqual(["migration/connection-ended"]);
  await broken.end().catch(() => {});
  await other.query("COMMIT");
  expect(await indexes()).toEqual([{ name: "i", valid: false }]);
  await migrate();
  expect(await indexes()).toEqual([{ name: "i", valid: true }]);
  expect(lines).toContain("  removing the invalid index public.i of an interrupted build");
});

/** Runs the pending build while `other` is in a transaction; `until` looks at what was said before that ends. */
async function buildBesideATransaction(openSession: () => Promise<Client>, until: () => boolean): Promise<void> {
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  await migrate();
  write("2_i.sql", "-- atlas:txmode none\n\nCREATE INDEX CONCURRENTLY i ON a (id);\n");
  await other.query("SET application_name = 'a report'; BEGIN; INSERT INTO a VALUES (1)");
  const built = migrate({ waitNoticeMs: 0, openSession });
  await eventually(until);
  await other.query("COMMIT");
  await built;
  expect(await indexes()).toEqual([{ name: "i", valid: true }]);
}

test("a build that waits says once for whom: process, name, state and age of its transaction", async () => {
  const waits = () => lines.filter((line) => line.includes(" waits for "));
  await buildBesideATransaction(
    () => connect(url),
    () => waits().length > 0,
  );
  expect(waits()).toHaveLength(1);
  const { rows } = await other.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const process = `process ${rows[0]?.pid} of the server`;
  expect(waits()[0]).toMatch(
    new RegExp(
      `^  line 3 waits for ${process} \\(a report, idle in transaction, its transaction began \\d+ s ago\\) \\(building index|waiting`,
    ),
  );
  expect(waits()[0]).toContain(`SELECT pg_terminate_backend(${rows[0]?.pid})`);
});

test("a role that may not see the sessions of others tells the number of the process", async () => {
  const looker = await connect(url);
  await looker.query("SET ROLE pg_signal_backend");
  const openSession = async () => looker;
  const waits = () => lines.filter((line) => line.includes(" waits for "));
  await buildBesideATransaction(openSession, () => waits().length > 0);
  expect(waits()).toEqual([expect.stringMatching(/^ {2}line 3 waits for process \d+ of the server \(/)]);
  expect(waits()[0]).not.toContain("idle in transaction");
});

test("that nobody can look does not fail the build", async () => {
  const told = () => lines.some((line) => line.includes("could not be looked at: no session"));
  await buildBesideATransaction(() => Promise.reject(new Error("no session")), told);
});

test("a connection that ends while a migration is committed is told, with what to do then", async () => {
  write(
    "1_a.sql",
    `CREATE TABLE a (id int);
CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN new; END';
CREATE CONSTRAINT TRIGGER t AFTER INSERT ON a DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die();
INSERT INTO a VALUES (1);
`,
  );
  const broken = await connect(url);
  broken.on("error", () => {});
  const refused = await refusal(migrate({}, broken));
  await broken.end().catch(() => {});
  expect(refused.codes).toEqual(["migration/connection-lost"]);
  expect((await other.query("SELECT to_regclass('a') AS found")).rows).toEqual([{ found: null }]);
});

test.each([
  ["in a transaction", "CREATE TABLE a (id int);\nSELECT pg_terminate_backend(pg_backend_pid());\n"],
  ["on its own", "CREATE INDEX CONCURRENTLY i ON b (die(id));\n"],
])("a connection that ends while a statement runs %s is no fault of the statement", async (_, text) => {
  await other.query(`CREATE TABLE b (id int); INSERT INTO b VALUES (1);
    CREATE FUNCTION die(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN 1; END'`);
  write("1_a.sql", text);
  const broken = await connect(url);
  const refused = await refusal(migrate({}, broken));
  await broken.end().catch(() => {});
  expect(refused.codes).toEqual(["migration/connection-ended"]);
  expect(refused.text).toContain("terminating connection due to administrator command");
  expect((await other.query("SELECT to_regclass('a') AS found")).rows).toEqual([{ found: null }]);
});

test("an index of that name with another definition is refused", async () => {
  await other.query("CREATE TABLE a (id int, b int); CREATE INDEX i ON a (b)");
  write("1_i.sql", "CREATE INDEX CONCURRENTLY i ON a (id);\n");
  expect((await refusal(migrate())).codes).toEqual(["migration/index-exists-differently"]);
});

test("a transactional migration that fails leaves nothing of itself", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\nINSERT INTO a VALUES ('x');\n");
  const refused = await refusal(migrate());
  expect(refused.codes).toEqual(["migration/statement-failed"]);
  expect((await other.query("SELECT to_regclass('a') AS found")).rows).toEqual([{ found: null }]);
  expect((await other.query("SELECT FROM specline.statements")).rows).toEqual([]);
});

test("two runners in parallel: one applies, the other waits and finds nothing to do", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\nSELECT pg_sleep(0.2);\n");
  const results = await Promise.all([migrate({}, client), migrate({}, other)]);
  expect(results.map((one) => one.length).sort()).toEqual([0, 1]);
});

test("a runner that waits too long for another says who holds the lock", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  await other.query("SELECT pg_advisory_lock(1936745580, 1768843885)");
  const refused = await refusal(migrate({ waitMs: 0 }));
  expect(refused.codes).toEqual(["migration/runner-busy"]);
  expect(refused.text).toContain("specline");
});

test("a lock that another transaction holds is waited for in attempts", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  await migrate();
  write("2_b.sql", "ALTER TABLE a ADD COLUMN b int;\n");
  await other.query("BEGIN; LOCK TABLE a");
  const onLine = (line: string) => {
    lines.push(line);
    if (line.includes("no lock yet")) void other.query("COMMIT");
  };
  await migrate({ lockTimeoutMs: 50, onLine });
  expect(lines.some((line) => line.includes("attempt 2 of 10"))).toBe(true);
});

test.each([
  ["a brief change waits longer and longer, for who queues behind it", "ALTER TABLE a ADD COLUMN b int", [50, 62, 78]],
  ["so does a second one", "CREATE TABLE d (id int);\nALTER TABLE a ADD COLUMN b int", [50, 62, 78]],
  ["work on rows, which an attempt would lose, waits as the file says", "CREATE INDEX i ON a (id)", [120, 120, 120]],
  ["so does what follows work on rows", "UPDATE c SET id = 1;\nALTER TABLE a ADD COLUMN b int", [120, 120, 120]],
  [
    "a longer limit of a file is meant",
    "SET LOCAL lock_timeout = 130;\nALTER TABLE a ADD COLUMN b int",
    [130, 130, 130],
  ],
])("%s", async (_, sql, limits) => {
  await other.query("CREATE TABLE a (id int); CREATE TABLE c (id int)");
  write("1_a.sql", `${sql};\n`);
  await other.query("BEGIN; LOCK TABLE a");
  const refused = await refusal(migrate({ lockTimeoutMs: 120, attempts: 4 }));
  expect(refused.codes).toEqual(["migration/lock-not-available"]);
  const waited = lines.flatMap((line) => /no lock yet.*\((\d+) ms\)/.exec(line)?.[1] ?? []);
  expect(waited.slice(0, 3).map(Number)).toEqual(limits);
});

test("in a circle of locks the migration gives way, not the transaction of a client", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");
  await migrate();
  // As `diff` writes it; the limit is longer than the second after which PostgreSQL ends who has waited longest.
  const limit = "SET LOCAL lock_timeout = '60s';\n";
  write("2_b.sql", `${limit}ALTER TABLE a ADD COLUMN c int;\n${limit}ALTER TABLE b ADD COLUMN c int;\n`);
  await other.query("SET deadlock_timeout = '5s'; BEGIN; LOCK TABLE b");
  const waiting = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'b'::regclass";
  const running = migrate({ lockTimeoutMs: 60_000 });
  await eventually(async () => (await other.query(waiting)).rows.length > 0);
  await other.query("SELECT FROM a; LOCK TABLE a");
  await other.query("COMMIT");
  expect((await running).map((one) => one.version)).toEqual(["2"]);
  expect(lines.some((line) => /no lock yet for line 4: .*lock timeout/.test(line))).toBe(true);
});

test("a client that has waited behind the first lock of a transaction is not ended for its second one", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\nCREATE TABLE b (id int);\n");
  await migrate();
  write("2_b.sql", "ALTER TABLE a ADD COLUMN c float8 DEFAULT random();\nALTER TABLE b ADD COLUMN c int;\n");
  const [holder, reader] = [await connect(url), await connect(url)];
  await holder.query("BEGIN; SELECT FROM a");
  await reader.query("BEGIN; SELECT FROM b");
  const queue = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'a'::regclass";
  const running = migrate({ lockTimeoutMs: 60_000, attempts: 50 });
  await eventually(async () => (await other.query(queue)).rows.length === 1);
  const reading = reader.query("SELECT FROM a");
  // Half of the second after which the reader looks for a circle; from here on the migration waits for the reader.
  const hasWaited = `${queue} AND mode = 'AccessShareLock' AND clock_timestamp() - waitstart > '500ms'`;
  await eventually(async () => (await other.query(hasWaited)).rows.length === 1);
  await holder.query("COMMIT");
  await reading;
  await reader.query("COMMIT");
  expect((await running).map((one) => one.version)).toEqual(["2"]);
  for (const one of [holder, reader]) await one.end();
});

const two = "CREATE TABLE a (id int);\nCREATE TABLE b (id int PRIMARY KEY);\n";
const partitioned =
  "CREATE TABLE a (id int) PARTITION BY LIST (id);\nCREATE TABLE b PARTITION OF a FOR VALUES IN (1);\n";
test.each([
  ["ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES b NOT VALID", two],
  ["ALTER TABLE a ADD COLUMN c int REFERENCES b", two],
  [
    "ALTER TABLE a ALTER COLUMN id TYPE bigint",
    "CREATE TABLE a (id int PRIMARY KEY);\nCREATE TABLE b (id int REFERENCES a);\n",
  ],
  ["ALTER TABLE a ADD COLUMN c int", partitioned],
  ["CREATE INDEX i ON a (id)", partitioned],
  ["ALTER TABLE a ADD COLUMN c int", "CREATE TABLE a (id int);\nCREATE TABLE b () INHERITS (a);\n"],
])("%s locks two tables, and gives way to who wants the first and has the second: %s", async (sql, tables) => {
  write("1_a.sql", tables);
  await migrate();
  write("2_b.sql", `${sql};\n`);
  await other.query("SET deadlock_timeout = '5s'; BEGIN; LOCK TABLE ONLY b IN ROW EXCLUSIVE MODE");
  const running = migrate({ lockTimeoutMs: 60_000, attempts: 50 });
  const waiting = "SELECT FROM pg_locks WHERE NOT granted AND relation = 'b'::regclass";
  await eventually(async () => (await other.query(waiting)).rows.length > 0);
  await other.query("LOCK TABLE ONLY a IN ROW EXCLUSIVE MODE");
  await other.query("COMMIT");
  expect((await running).map((one) => one.version)).toEqual(["2"]);
  expect(lines.some((line) => /no lock yet for line 1: .*lock timeout/.test(line))).toBe(true);
});

test("a lock that is never free ends in a refusal that names its holder, and nothing is changed", async () => {
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  await migrate();
  write("2_b.sql", "ALTER TABLE a ADD COLUMN b int;\n");
  await other.query("BEGIN; LOCK TABLE a");
  const refused = await refusal(migrate({ lockTimeoutMs: 20, attempts: 2 }));
  expect(refused.codes).toEqual(["migration/lock-not-available"]);
  expect(refused.text).toContain("idle in transaction");
  await other.query("ROLLBACK");
  expect((await migrate()).map((one) => one.version)).toEqual(["2"]);
});

test.each([
  ["changed", "1_a.sql", "CREATE TABLE a (id bigint);\n", "migration/applied-file-changed"],
  ["older than what is applied", "0_z.sql", "SELECT 1;\n", "migration/out-of-order"],
])("a file that is %s after the fact is refused", async (_, name, text, code) => {
  write("1_a.sql", "CREATE TABLE a (id int);\n");
  await migrate();
  write(name, text);
  expect((await refusal(migrate())).codes).toEqual([code]);
});

test("transaction control in the middle is refused, around the file it is accepted", async () => {
  write("1_a.sql", "BEGIN;\nCREATE TABLE a (id int);\nCOMMIT;\n");
  expect(await migrate()).toHaveLength(1);
  write("2_b.sql", "CREATE TABLE b (id int);\nCOMMIT;\nCREATE TABLE c (id int);\n");
  expect((await refusal(migrate())).codes).toEqual(["migration/transaction-control"]);
  expect((await other.query("SELECT to_regclass('b') AS found")).rows).toEqual([{ found: null }]);
});

test("an interrupted rollback of a plan is finished by the next one; migrate refuses in between", async () => {
  const header = "-- specline:plan p\n\n";
  write("1_a.up.sql", `${header}CREATE TABLE a (id int);\n`);
  write("1_a.down.sql", `${header}DROP TABLE a;\n`);
  write("2_a.up.sql", `${header}CREATE INDEX CONCURRENTLY i ON a (id);\n`);
  write("2_a.down.sql", `${header}DROP INDEX CONCURRENTLY i;\n`);
  writeSums(migrations);
  await migrate();
  const back = () => {
    const options = { ...defaultRunOptions, lockTimeoutMs: 20, attempts: 1, onLine: () => {} };
    return runRollback({
      client,
      target: "test",
      project: "db",
      folder: folder(),
      steps: 1,
      isLossyAllowed: false,
      options,
    });
  };
  await other.query("CREATE VIEW v AS SELECT * FROM a");
  expect((await refusal(back())).codes).toEqual(["migration/statement-failed"]);
  expect((await refusal(migrate())).codes).toEqual(["migration/rollback-interrupted"]);
  await other.query("DROP VIEW v");
  expect((await back()).map((one) => one.version)).toEqual(["1"]);
  expect((await migrate()).map((one) => one.version)).toEqual(["1", "2"]);
});
