import type { Client } from "pg";
import { problem } from "../report/problem";
import { Refused } from "../report/refused";

export interface LiveRead {
  readonly client: Client;
  /** For people, without password. */
  readonly shown: string;
  /** How long one attempt waits for a lock; sessions of `work` that are not `client` have to set it themselves. */
  readonly lockTimeoutMs: number;
  readonly attempts: number;
  readonly onLine: (line: string) => void;
}

/** lock_not_available (PostgreSQL manual, appendix A). */
const lockNotAvailable = "55P03";

/**
 * Reads a database that others work on. PostgreSQL's functions that print definitions lock what they print for reading, which waits
 * behind ACCESS EXCLUSIVE: after each attempt it is said who holds such a lock. Throws `Refused` after the last one.
 */
export async function readLive<Result>(live: LiveRead, work: () => Promise<Result>): Promise<Result> {
  const { client, shown, lockTimeoutMs, attempts, onLine } = live;
  await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await work();
      } catch (error) {
        if ((error as { code?: string }).code !== lockNotAvailable) throw error;
        const holders = await exclusiveHolders(client);
        if (attempt >= attempts) {
          const seconds = String((lockTimeoutMs * attempts) / 1_000);
          throw new Refused([problem("database/locked", { target: shown, holders, seconds })]);
        }
        onLine(`waiting to read ${shown}: ${holders}; attempt ${attempt + 1} of ${attempts}`);
      }
    }
  } finally {
    await client.query("RESET lock_timeout").catch(() => {});
  }
}

async function exclusiveHolders(client: Client): Promise<string> {
  const { rows } = await client.query<{ text: string }>(
    `SELECT format('process %s (%s) locks %s', a.pid,
       concat_ws(', ', nullif(a.application_name, ''), a.state, 'its last query began ' || to_char(a.query_start, 'HH24:MI:SS')),
       string_agg(l.relation::regclass::text, ', ' ORDER BY l.relation)) AS text
     FROM pg_locks l JOIN pg_stat_activity a USING (pid) JOIN pg_class c ON c.oid = l.relation
     WHERE l.mode = 'AccessExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid() AND c.relkind <> 'i'
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
     GROUP BY a.pid, a.application_name, a.state, a.query_start ORDER BY a.query_start LIMIT 5`,
  );
  return rows.length === 0 ? "the lock has just been released" : rows.map((row) => row.text).join("; ");
}
