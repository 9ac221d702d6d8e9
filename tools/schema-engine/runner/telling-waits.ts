import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "pg";
import type { ScriptRun } from "./run-request";

/** How often it is looked who is waited for. */
const lookEveryMs = 500;

/**
 * Runs a statement and says for whom it waits: a concurrent build waits for every transaction that has locked the table or has an
 * older snapshot, and the session that waits cannot say so. Another session of the same role looks, from `waitNoticeMs` on; each transaction is told once.
 *
 * @param line of the statement in its file
 */
export async function tellingWaits<Result>(
  { client, options }: Pick<ScriptRun, "client" | "options">,
  line: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const { openSession, onLine, waitNoticeMs } = options;
  if (openSession === undefined) return work();
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const end = new AbortController();
  const watch = async () => {
    if (!(await elapsed(waitNoticeMs, end.signal))) return;
    const session = await openSession();
    try {
      await lookOn(session, { pid: rows[0]?.pid ?? 0, line, onLine, signal: end.signal });
    } finally {
      await session.end();
    }
  };
  // Who looks must not be what a migration fails of.
  const watching = watch().catch((error: Error) =>
    onLine(`  for whom line ${line} waits could not be looked at: ${error.message}`),
  );
  try {
    return await work();
  } finally {
    end.abort();
    await watching;
  }
}

interface Looking {
  readonly pid: number;
  readonly line: number;
  readonly onLine: (line: string) => void;
  readonly signal: AbortSignal;
}

async function lookOn(session: Client, { pid, line, onLine, signal }: Looking): Promise<void> {
  const told = new Set<string>();
  do {
    for (const { key, text } of await blockersOf(session, pid)) {
      if (told.has(key)) continue;
      told.add(key);
      onLine(`  line ${line} waits for ${text}`);
    }
  } while (await elapsed(lookEveryMs, signal));
}

interface Blocker {
  /** Of its transaction. */
  readonly key: string;
  readonly text: string;
}

/**
 * Sessions that hold locks which `pid` waits for, those on virtual transactions among them (PostgreSQL manual, 9.27, pg_blocking_pids). A
 * prepared transaction has the number 0. Of sessions of others a role without pg_read_all_stats sees the number only.
 */
async function blockersOf(session: Client, pid: number): Promise<readonly Blocker[]> {
  const { rows } = await session.query<Blocker>(
    `SELECT concat_ws(' ', b.pid, a.xact_start) AS key,
       CASE WHEN b.pid = 0 THEN 'a prepared transaction, which pg_prepared_xacts lists; COMMIT PREPARED or ROLLBACK PREPARED ends it'
       ELSE format('process %s of the server (%s)%s; it goes on when that ends, and SELECT pg_terminate_backend(%s) ends it', b.pid,
         coalesce(nullif(concat_ws(', ', nullif(a.application_name, ''), a.state,
           'its transaction began ' || round(extract(epoch FROM clock_timestamp() - a.xact_start)) || ' s ago'), ''), 'whose, pg_read_all_stats would show'),
         (SELECT ' (' || p.phase || ')' FROM pg_stat_progress_create_index p WHERE p.pid = $1 AND p.phase IS NOT NULL), b.pid)
       END AS text
     FROM (SELECT DISTINCT unnest(pg_blocking_pids($1)) AS pid) b LEFT JOIN pg_stat_activity a ON a.pid = b.pid ORDER BY b.pid`,
    [pid],
  );
  return rows;
}

/** `false`: it was over before. */
function elapsed(ms: number, signal: AbortSignal): Promise<boolean> {
  return delay(ms, true, { signal }).catch(() => false);
}
