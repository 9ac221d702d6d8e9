import type { Client } from "pg";
import { type LockMode, strongest } from "../../../tools/schema-engine/trace/lock-mode";

/** Table → its strongest lock. */
export type ObservedLocks = ReadonlyMap<string, LockMode>;

/** Locks on tables and views of users that a session holds, or waits for, as another session sees them. */
export async function locksOf(observer: Client, pid: number): Promise<ObservedLocks> {
  const { rows } = await observer.query<{ table: string; modes: LockMode[] }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS "table", array_agg(l.mode) AS modes
     FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE l.pid = $1 AND l.locktype = 'relation' AND c.oid >= 16384 AND c.relkind IN ('r', 'p', 'm', 'v', 'f') GROUP BY 1`,
    [pid],
  );
  return strongestOf(rows.flatMap(({ table, modes }) => modes.map((mode) => [table, mode] as const)));
}

export function strongestOf(locks: Iterable<readonly [string, LockMode]>): ObservedLocks {
  const found = new Map<string, LockMode>();
  for (const [table, mode] of locks) {
    found.set(table, strongest([mode, ...[found.get(table) ?? []].flat()]) ?? mode);
  }
  return found;
}

/** Of a statement that somebody holds up: what it holds and asks for, as soon as it waits. It goes on when `release` is done. */
export async function locksWhileHeldUp(
  { runner, observer, blocker }: { readonly runner: Client; readonly observer: Client; readonly blocker: Client },
  statement: string,
  obstacle: string,
): Promise<ObservedLocks> {
  const { rows } = await runner.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const pid = rows[0]?.pid ?? 0;
  await blocker.query(`BEGIN ISOLATION LEVEL REPEATABLE READ; ${obstacle}`);
  let hasEnded = false;
  const running = runner.query(statement).finally(() => {
    hasEnded = true;
  });
  try {
    while (!hasEnded) {
      const waiting = await observer.query("SELECT FROM pg_locks WHERE pid = $1 AND NOT granted", [pid]);
      if (waiting.rows.length > 0) return await locksOf(observer, pid);
    }
    throw new Error(`nothing holds up: ${statement}`);
  } finally {
    await blocker.query("COMMIT");
    await running;
  }
}
