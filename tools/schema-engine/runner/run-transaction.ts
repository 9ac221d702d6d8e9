import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { isSetting } from "../sql/settings";
import { statementFailure } from "../sql/statement-failure";
import { type TablesOfPlan, timeoutKind } from "../timeouts/timeout-kind";
import { locksOneTable } from "./locks-one-table";
import { recordStatement, recordVersion } from "./record";
import type { ScriptRun } from "./run-request";
import { limitWait, readTimeouts, type SessionTimeouts, setTimeouts } from "./session-timeouts";
import { lockNotAvailable, openTransactions, statementTimeout } from "./timeout-problem";

/** The other is deadlock_detected (PostgreSQL manual, appendix A). */
const retryable = [lockNotAvailable, "40P01"];

/** All statements and their history in one transaction: after a kill at any moment, all of it is there or none. */
export async function runTransaction(request: ScriptRun): Promise<void> {
  const { options, script, target } = request;
  const beganAt = performance.now();
  // Attempts that give way early are short: what they leave of their time goes to others.
  const patienceMs = options.attempts * options.lockTimeoutMs;
  for (let attempt = 1; ; attempt++) {
    const failure = await tryTransaction(request, attempt);
    if (failure === undefined) return;
    if (!retryable.includes((failure.error as { code?: string }).code ?? "")) {
      const { error, statement, ranMs, timeouts } = failure;
      if (statement === undefined) throw error;
      const timedOut = statementTimeout(request, { error, statement, ranMs, timeouts });
      throw new Refused([timedOut ?? statementFailure(error, statement, script.file, request.client)]);
    }
    const triedMs = performance.now() - beganAt;
    if (attempt >= options.attempts && triedMs >= patienceMs) {
      const holders = await openTransactions(request.client);
      const line = String(failure.statement?.span.line ?? 1);
      const seconds = (triedMs / 1000).toFixed(1);
      const values = { file: script.file.path, line, target, attempts: String(attempt), seconds, holders };
      throw new Refused([problem("migration/lock-not-available", values)]);
    }
    const { code, message } = failure.error as Error & { code?: string };
    const of = failure.statement === undefined ? "" : ` for line ${failure.statement.span.line}`;
    const within = code === lockNotAvailable ? ` (${failure.timeouts.lockMs} ms)` : "";
    options.onLine(
      `  no lock yet${of}: ${message}${within}; attempt ${attempt + 1} of ${Math.max(options.attempts, attempt + 1)}`,
    );
    // Jitter, so that two waiting sessions do not meet again.
    await new Promise((resolve) =>
      setTimeout(resolve, 20 + Math.random() * Math.min(options.lockTimeoutMs, 200 * attempt)),
    );
  }
}

/** Every table may have rows; a transaction of a file says itself for how long `SET NOT NULL` may read them. */
const ofTarget: TablesOfPlan = { isNew: () => false, isValidated: () => true };

interface Failure {
  readonly error: unknown;
  readonly statement?: ScriptRun["script"]["statements"][number];
  readonly ranMs: number;
  readonly timeouts: SessionTimeouts;
}

async function tryTransaction(request: ScriptRun, attempt: number): Promise<Failure | undefined> {
  const { client, script, options } = request;
  let statement: Failure["statement"];
  let timeouts: SessionTimeouts = { lockMs: 0, statementMs: 0 };
  let startedAt = performance.now();
  let lockingSince: number | undefined;
  let isBrief = true;
  await client.query("BEGIN");
  try {
    await setTimeouts(client, { lockMs: options.lockTimeoutMs, ...script.timeouts }, true);
    timeouts = await readTimeouts(client);
    for (const [ordinal, one] of script.statements.entries()) {
      statement = one;
      if (!isSetting(one.node)) {
        const isAmongSeveral = lockingSince !== undefined || !(await locksOneTable(client, one.node));
        const now = performance.now();
        const lockingMs = isAmongSeveral ? now - (lockingSince ?? now) : undefined;
        isBrief &&= timeoutKind(one.node, ofTarget) === "brief";
        const patience = { attempt, usualMs: options.lockTimeoutMs, lockingMs, isBrief };
        timeouts = await limitWait(client, timeouts, patience);
      }
      startedAt = performance.now();
      if (!isSetting(one.node)) lockingSince ??= startedAt;
      await client.query(one.text);
      statement = undefined;
      if (isSetting(one.node)) timeouts = await readTimeouts(client);
      await recordStatement(request, ordinal, one.text, "done");
    }
    await recordVersion(request);
    await client.query("COMMIT");
    return undefined;
  } catch (error) {
    const ranMs = performance.now() - startedAt;
    await client.query("ROLLBACK").catch(() => {});
    return { error, ranMs, timeouts, ...(statement === undefined ? {} : { statement }) };
  } finally {
    // A script may have changed settings of the session, and left temporary tables that the next one would take for its own.
    await client.query("RESET ALL; RESET SESSION AUTHORIZATION; RESET ROLE; DISCARD TEMP").catch(() => {});
  }
}
