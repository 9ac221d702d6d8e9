import { Client } from "pg";
import { monotonicMs } from "./client-statement";

export interface BlockedClients {
  /** The longest time without a break in which some client waited for a lock of another session than the clients', in milliseconds. */
  readonly blockedMs: number;
  /** Clients that waited at once, at most. */
  readonly most: number;
}

/** Between two looks, which is as exact as `blockedMs` can be. */
const everyMs = 5;

/** Asks the server, again and again, who waits behind the change: in a lock, or behind somebody who waits in one. */
export async function watchBlockedClients(url: string): Promise<{ stop(): Promise<BlockedClients> }> {
  const client = new Client({ connectionString: url, application_name: "watcher" });
  await client.connect();
  let isStopped = false;
  const watched = watch(client, () => isStopped);
  return {
    async stop() {
      isStopped = true;
      return watched.finally(() => client.end());
    },
  };
}

async function watch(client: Client, isStopped: () => boolean): Promise<BlockedClients> {
  let [blockedMs, most] = [0, 0];
  let since: number | undefined;
  while (!isStopped()) {
    const { rows } = await client.query<{ readonly blocked: number }>(blockedNow);
    const blocked = rows[0]?.blocked ?? 0;
    most = Math.max(most, blocked);
    if (blocked === 0) since = undefined;
    else {
      since ??= monotonicMs();
      blockedMs = Math.max(blockedMs, monotonicMs() - since);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
  return { blockedMs, most };
}

/** Clients wait for each other too, when two of them change the same row: that is not the change's doing. */
const blockedNow = `
SELECT count(*)::integer AS blocked
FROM pg_stat_activity AS waiting
WHERE waiting.datname = current_database() AND waiting.application_name = 'client' AND waiting.wait_event_type = 'Lock'
  AND EXISTS (
    SELECT FROM pg_stat_activity AS other
    WHERE other.pid = ANY (pg_blocking_pids(waiting.pid)) AND other.application_name <> 'client'
  )`;
