import type { StatementRecord } from "./history";
import type { ScriptRun } from "./run-request";

/** Killing a client does not end its statement: the server goes on, and a second one beside it would race with the first. */
export async function waitForBackend(
  { client, options }: Pick<ScriptRun, "client" | "options">,
  earlier: StatementRecord,
): Promise<void> {
  let isTold = false;
  for (;;) {
    const { rows } = await client.query(
      "SELECT FROM pg_stat_activity WHERE pid = $1 AND backend_start::text = $2 AND state = 'active'",
      [earlier.pid, earlier.backendStart],
    );
    if (rows.length === 0) return;
    if (!isTold) options.onLine(`  waiting: process ${earlier.pid} of the server still runs the interrupted statement`);
    isTold = true;
    // PostgreSQL tells nobody when the statement of another session ends: it can only be asked again.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
