import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { isConnectionLost } from "../sql/connection-lost";
import { isSetting } from "../sql/settings";
import { statementFailure } from "../sql/statement-failure";
import { transactionNeed } from "../sql/transaction-need";
import { sha256 } from "./check-history";
import type { StatementRecord } from "./history";
import { recordStatement, recordVersion } from "./record";
import { runAlone } from "./run-alone";
import type { ScriptRun } from "./run-request";
import { runTransaction } from "./run-transaction";
import { setTimeouts } from "./session-timeouts";

/** Runs one direction of one version; `earlier` are the rows that an interrupted run of it left. Throws `Refused`. */
export async function runScript(request: ScriptRun, earlier: readonly StatementRecord[]): Promise<void> {
  const { script, target } = request;
  try {
    await (script.isTransactional ? runTransaction(request) : runStatements(request, earlier));
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    throw new Refused([problem("migration/connection-lost", { file: script.file.path, target })]);
  }
}

async function runStatements(request: ScriptRun, earlier: readonly StatementRecord[]): Promise<void> {
  const { client, script, target } = request;
  const byOrdinal = new Map(earlier.map((one) => [one.ordinal, one]));
  for (const [ordinal, statement] of script.statements.entries()) {
    const row = byOrdinal.get(ordinal);
    if (row !== undefined && row.sha256 !== sha256(statement.text)) {
      throw new Refused([problem("migration/applied-file-changed", { file: script.file.path, target })]);
    }
    // A setting is of its session: one that goes on has to have it as well.
    if (row?.state === "done" && !isSetting(statement.node)) continue;
    if (transactionNeed(statement.node) === "alone") {
      await recordStatement(request, ordinal, statement.text, "running");
      await setTimeouts(client, script.timeouts, false);
      await runAlone(request, statement, ordinal, row);
      await recordStatement(request, ordinal, statement.text, "done");
      continue;
    }
    await client.query("BEGIN");
    try {
      await client.query(statement.text);
      await recordStatement(request, ordinal, statement.text, "done");
      await client.query("COMMIT");
    } catch (error) {
      await client.query("ROLLBACK").catch(() => {});
      throw new Refused([statementFailure(error, statement, script.file, client)]);
    }
  }
  await client.query("BEGIN");
  await recordVersion(request);
  await client.query("COMMIT");
  await client.query("RESET ALL; RESET SESSION AUTHORIZATION; RESET ROLE; DISCARD TEMP");
}
