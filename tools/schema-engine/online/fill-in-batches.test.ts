import type { Client } from "pg";
import { expect, test } from "vitest";
import { eachMajor } from "../../../test/database/each-major";
import { fillInBatches } from "./fill-in-batches";

eachMajor(({ shadow }) => {
  /** So many connections to a new database. */
  async function connections(sql: string, count: number): Promise<readonly [Client, ...Client[]]> {
    const database = await shadow().createDatabase();
    const clients = await Promise.all(Array.from({ length: count }, () => shadow().connect(database)));
    const [first, ...rest] = clients;
    if (first === undefined) throw new Error("no connection");
    await first.query(sql);
    return [first, ...rest];
  }

  const fill = fillInBatches({ table: "public.t", assignments: "n = DEFAULT", condition: "n IS NULL" });
  const countOf = async (client: Client, condition: string) =>
    Number((await client.query(`SELECT count(*) AS n FROM t WHERE ${condition}`)).rows[0]?.n);

  test("a row that a client holds is waited for while nothing is held that the client may want", async () => {
    const [client, filler, other] = await connections(
      `CREATE TABLE t (id int PRIMARY KEY, note text);
       INSERT INTO t SELECT i, repeat('x', 100) FROM generate_series(1, 1000) i;
       ALTER TABLE t ADD COLUMN n uuid; ALTER TABLE t ALTER COLUMN n SET DEFAULT gen_random_uuid()`,
      3,
    );
    if (filler === undefined || other === undefined) throw new Error("too few connections");
    const { rows } = await filler.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    await client.query("BEGIN");
    await client.query("UPDATE t SET note = 'held' WHERE id = 500");
    const filling = filler.query(fill);
    const isWaiting = async () =>
      (await other.query("SELECT FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'", [rows[0]?.pid]))
        .rowCount === 1;
    while (!(await isWaiting()));
    expect(await countOf(other, "n IS NULL")).toBe(1);
    // Neither the one who holds a row nor anybody else meets the fill.
    for (const one of [client, other]) {
      await one.query("SET lock_timeout = '1ms'");
      await one.query("UPDATE t SET note = 'written' WHERE id = 1 OR id = 999");
      if (one === client) await one.query("COMMIT");
    }
    await filling;
    expect(await countOf(other, "n IS NULL")).toBe(0);
    expect(await countOf(other, "note = 'held'")).toBe(1);
    expect(await countOf(other, "note = 'written'")).toBe(2);
    for (const one of [client, filler, other]) await one.end();
  });

  test("what is filled with NULL ends in an error, not in a loop", async () => {
    const [client] = await connections("CREATE TABLE t (id int, n int); INSERT INTO t VALUES (1), (2)", 1);
    await expect(client.query(fill)).rejects.toThrow("a row of public.t stays empty");
    await client.end();
  });

  test("rows of a child are filled however much larger it is", async () => {
    const [client] = await connections(
      `CREATE TABLE t (id int, n uuid DEFAULT gen_random_uuid()); CREATE TABLE c () INHERITS (t); CREATE TABLE d () INHERITS (c);
       INSERT INTO t VALUES (0, NULL); INSERT INTO c VALUES (1, NULL);
       INSERT INTO d SELECT i, NULL FROM generate_series(2, 40000) i`,
      1,
    );
    const blocks = await client.query<{ n: number }>("SELECT pg_relation_size('d')::float8 / 8192 AS n");
    expect(blocks.rows[0]?.n).toBeGreaterThan(100);
    await client.query(
      fillInBatches({ table: "public.t", assignments: "n = DEFAULT", condition: "n IS NULL", hasChildren: true }),
    );
    expect(await countOf(client, "n IS NULL")).toBe(0);
    await client.end();
  });
});
