import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { statementFailure } from "../sql/statement-failure";
import { recordStatement, recordVersion } from "./record";
import type { ScriptRun } from "./run-request";

/** lock_not_available, deadlock_detected (PostgreSQL manual, appendix A). */
const retryable = ["55P03", "40P01"];

/** All statements and their history in one transaction: after a kill at any moment, all of it is there or none. */
export async function runTransaction(request: ScriptRun): Promise<void> {
  const { options, script, target } = request;
  for (let attempt = 1; ; attempt++) {
    const failure = await tryTransaction(request);
    if (failure === undefined) return;
    if (!retryable.includes((failure.error as { code?: string }).code ?? "")) {
      if (failure.statement === undefined) throw failure.error;
      throw new Refused([statementFailure(failure.error, failure.statement, script.file)]);
    }
    if (attempt >= options.attempts) {
      const holders = await openTransactions(request);
      const values = { file: script.file.path, target, attempts: String(attempt), holders };
      throw new Refused([problem("migration/lock-not-available", values)]);
    }
    options.onLine(`  no lock yet: ${(failure.error as Error).message}; attempt ${attempt + 1} of ${options.attempts}`);
    // Jitter, so that two waiting sessions do not meet again.
    await new Promise((resolve) =>
      setTimeout(resolve, 20 + Math.random() * Math.min(options.lockTimeoutMs, 200 * attempt)),
    );
  }
}

interface Failure {
  readonly error: unknown;
  readonly statement?: ScriptRun["script"]["statements"][number];
}

async function tryTransaction(request: ScriptRun): Promise<Failure | undefined> {
  const { client, script, options } = request;
  let statement: Failure["statement"];
  await client.query("BEGIN");
  try {
    await client.query(`SET LOCAL lock_timeout = ${options.lockTimeoutMs}`);
    for (const [ordinal, one] of script.statements.entries()) {
      statement = one;
      await client.query(one.text);
      statement = undefined;
      await recordStatement(request, ordinal, one.text, "done");
    }
    await recordVersion(request);
    await client.query("COMMIT");
    return undefined;
  } catch (error) {
    await client.query("ROLLBACK").catch(() => {});
    return { error, ...(statement === undefined ? {} : { statement }) };
  } finally {
    // A script may have changed settings of the session.
    await client.query("RESET ALL; RESET ROLE").catch(() => {});
  }
}

async function openTransactions({ client }: ScriptRun): Promise<string> {
  const { rows } = await client.query<{ text: string }>(
    `SELECT concat('process ', pid, ' (', application_name, ', ', state, ', since ', to_char(xact_start, 'HH24:MI:SS'), ')') AS text
     FROM pg_stat_activity WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database()
     ORDER BY xact_start LIMIT 5`,
  );
  return rows.length === 0 ? "none is open now" : rows.map((row) => row.text).join(", ");
}
