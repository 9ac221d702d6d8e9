import { type BlockedClients, watchBlockedClients } from "./blocked-clients";
import { monotonicMs } from "./client-statement";
import { startClients } from "./clients";
import { type Downtime, downtimeIn } from "./downtime";
import { holdReader } from "./hold-reader";
import type { ShopServer } from "./shop-server";

export interface TriedChange extends Downtime, BlockedClients {
  /** Of the change itself. */
  readonly changeMs: number;
}

const clients = 50;
/** Each client: ten pieces of work a second, whether the database keeps up or not. */
const everyMs = 100;
/** Caches of a fresh copy are cold; what its first readers wait for has nothing to do with the change. */
const warmUpMs = 3_000;
/** A change that is over in a moment needs statements to be judged by, and what queued behind it is served after it. */
const leastMs = 1_000;

/** Applies a change to a copy of the shop on which clients read and write. */
export async function tryChange(
  server: ShopServer,
  { rows, readFirst }: { readonly rows: number; readonly readFirst?: string | undefined },
  apply: (url: string) => Promise<void>,
): Promise<TriedChange> {
  const copy = await server.copy();
  try {
    const running = await startClients({ url: copy.url, rows, clients, everyMs });
    await pause(warmUpMs);
    const watcher = await watchBlockedClients(copy.url);
    const reader = readFirst === undefined ? undefined : await holdReader(copy.url, readFirst);
    const startMs = monotonicMs();
    const problem = await apply(copy.url).then(
      () => undefined,
      (error: unknown) => error,
    );
    const changeMs = monotonicMs() - startMs;
    await pause(Math.max(0, leastMs - changeMs));
    const statements = await running.stop();
    const blocked = await watcher.stop();
    await reader?.ended;
    if (problem !== undefined) throw problem;
    return {
      changeMs,
      ...blocked,
      ...downtimeIn({ startMs, endMs: startMs + Math.max(changeMs, leastMs) }, statements),
    };
  } finally {
    await copy.drop();
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
