import type { Client } from "pg";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";

// Two halves of the first 8 bytes of sha256("specline migrations"): other tools' advisory locks are elsewhere.
const lockKeys = "1936745580, 1768843885";

/**
 * One runner at a time per database. The lock belongs to the session: when this process is killed, it is free as soon as the
 * server has finished the statement that it still runs. Does not work through a pooler in transaction mode.
 */
export async function takeMigrationLock(
  client: Client,
  target: string,
  waitMs: number,
  onWait: (holder: string) => void,
): Promise<void> {
  const started = Date.now();
  let isTold = false;
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${lockKeys}) AS taken`);
    if (rows[0]?.taken) return;
    const holder = (await migrationRunner(client)) ?? "a session that has just ended";
    if (Date.now() - started >= waitMs) {
      const seconds = String(Math.round(waitMs / 1_000));
      throw new Refused([problem("migration/runner-busy", { target, holder, seconds })]);
    }
    if (!isTold) onWait(holder);
    isTold = true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export async function releaseMigrationLock(client: Client): Promise<void> {
  await client.query(`SELECT pg_advisory_unlock(${lockKeys})`);
}

/** Who migrates this database now, as the server knows him; `undefined`: nobody does. */
export async function migrationRunner(client: Client): Promise<string | undefined> {
  const [first, second] = lockKeys.split(", ");
  const { rows } = await client.query<{ holder: string }>(
    `SELECT concat('process ', a.pid, ' of the server (', a.application_name, ', ', a.state, ')') AS holder
     FROM pg_locks l JOIN pg_stat_activity a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.classid = ${first} AND l.objid = ${second}
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows[0]?.holder;
}
