import type { Client } from "pg";
import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic";
import type { SqlStatement } from "../sql/sql-statement";
import { timeoutText } from "../timeouts/timeout-text";
import type { ScriptRun } from "./run-request";
import type { SessionTimeouts } from "./session-timeouts";

/** lock_not_available (PostgreSQL manual, appendix A). */
export const lockNotAvailable = "55P03";
const queryCanceled = "57014";

/** A statement that PostgreSQL ended, and how long it had run; by the client's clock, which starts earlier and ends later. */
export interface EndedStatement {
  readonly error: unknown;
  readonly statement: SqlStatement;
  readonly ranMs: number;
  readonly timeouts: SessionTimeouts;
}

/** `undefined`: no timeout of the statement ended it. A cancellation by a person has the same code, and its words are translated. */
export function statementTimeout(
  { migration, direction, script, target }: ScriptRun,
  { error, statement, ranMs, timeouts }: EndedStatement,
): Diagnostic | undefined {
  const { lockMs, statementMs } = timeouts;
  if (codeOf(error) !== queryCanceled || statementMs === 0 || ranMs < statementMs) return undefined;
  const file = (direction === "up" ? migration.upFile : migration.downFile) ?? script.file.path;
  const line = script.isTransactional
    ? "`SET LOCAL statement_timeout` before it"
    : "`-- specline:statement-timeout` at its top";
  const left = script.isTransactional
    ? "Its transaction was rolled back, nothing of the file is left."
    : "The next run goes on with this statement, and first removes what it has left.";
  const values = { target, limit: timeoutText(statementMs), lock: timeoutText(lockMs), file, line, left };
  return diagnostic("migration/statement-timed-out", statement.span, values);
}

/** A lock that a statement on its own did not get. It is not tried again: a build would begin anew. */
export async function aloneLockTimeout(
  { client, target }: ScriptRun,
  { error, statement, timeouts }: EndedStatement,
): Promise<Diagnostic | undefined> {
  if (codeOf(error) !== lockNotAvailable) return undefined;
  const values = { target, limit: timeoutText(timeouts.lockMs), holders: await openTransactions(client) };
  return diagnostic("migration/lock-timed-out", statement.span, values);
}

function codeOf(error: unknown): string {
  return (error as { code?: string }).code ?? "";
}

export async function openTransactions(client: Client): Promise<string> {
  const { rows } = await client.query<{ text: string }>(
    `SELECT concat('process ', pid, ' (', application_name, ', ', state, ', since ', to_char(xact_start, 'HH24:MI:SS'), ')') AS text
     FROM pg_stat_activity WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database()
     ORDER BY xact_start LIMIT 5`,
  );
  return rows.length === 0 ? "none is open now" : rows.map((row) => row.text).join(", ");
}
