import type { Node } from "libpg-query";
import { diagnostic } from "../../compiler/diagnostics/diagnostic";
import { Refused } from "../../report/refused";
import type { SqlStatement } from "../sql/sql-statement";
import { statementFailure } from "../sql/statement-failure";
import { buildIndexConcurrently } from "./build-index";
import type { StatementRecord } from "./history";
import { forgetStatement } from "./record";
import type { ScriptRun } from "./run-request";
import { readTimeouts } from "./session-timeouts";
import { tellingWaits } from "./telling-waits";
import { aloneLockTimeout, statementTimeout } from "./timeout-problem";
import { waitForBackend } from "./wait-for-backend";

/**
 * Runs a statement that cannot be in a transaction. `earlier` is its row of an interrupted run: whether the server finished it is
 * found out from the catalog, by kind, and what cannot be found out is told, never guessed.
 */
export async function runAlone(
  request: ScriptRun,
  statement: SqlStatement,
  ordinal: number,
  earlier: StatementRecord | undefined,
): Promise<void> {
  if (earlier !== undefined) await waitForBackend(request, earlier);
  const { node } = statement;
  const timeouts = await readTimeouts(request.client);
  const startedAt = performance.now();
  try {
    await tellingWaits(request, statement.span.line, () => runOnce(request, statement, ordinal, earlier !== undefined));
  } catch (error) {
    const ended = { error, statement, ranMs: performance.now() - startedAt, timeouts };
    await forgetIfRefused(request, node, ordinal, error instanceof Refused && earlier !== undefined).catch(() => {});
    if (error instanceof Refused) throw error;
    const timedOut =
      statementTimeout(request, ended) ?? (await aloneLockTimeout(request, ended).catch(() => undefined));
    throw new Refused([timedOut ?? statementFailure(error, statement, request.script.file, request.client)]);
  }
}

async function runOnce(request: ScriptRun, statement: SqlStatement, ordinal: number, isAgain: boolean): Promise<void> {
  const { node } = statement;
  if ("IndexStmt" in node && node.IndexStmt.idxname !== undefined) {
    await buildIndexConcurrently(request, statement, node.IndexStmt, isAgain);
  } else if (!isAgain || isRepeatable(node)) {
    await request.client.query(statement.text);
  } else if ("DropStmt" in node) {
    await request.client.query(withIfExists(statement.text));
  } else if ("AlterTableStmt" in node) {
    await finishDetach(request, statement, node);
  } else {
    const { migration, direction, target } = request;
    const values = { target, version: migration.version, direction, ordinal: String(ordinal) };
    throw new Refused([diagnostic("migration/interrupted-statement", statement.span, values)]);
  }
}

/** VACUUM and REINDEX may run twice, and blocks of code that say so. */
export function isRepeatable(node: Node): boolean {
  if ("DoStmt" in node) return JSON.stringify(node.DoStmt).includes("-- specline:repeatable\\n");
  return "VacuumStmt" in node || "ReindexStmt" in node || "ClusterStmt" in node;
}

/**
 * A statement that was refused was not interrupted: the next run has to meet it as if it had never been tried, or it would take what
 * it finds for the work of the first one. When the session is gone, its outcome is open; then this fails as well, and the row stays.
 */
async function forgetIfRefused(request: ScriptRun, node: Node, ordinal: number, isOpen: boolean): Promise<void> {
  if (isOpen || ("AlterTableStmt" in node && (await isDetachPending(request, node)))) return;
  await forgetStatement(request, ordinal);
}

/** Dropped or not, a repeated DROP INDEX CONCURRENTLY ends in the same state. */
function withIfExists(text: string): string {
  return text.replace(/\bCONCURRENTLY\s+(?!IF\s+EXISTS)/i, "CONCURRENTLY IF EXISTS ");
}

/** An interrupted DETACH PARTITION CONCURRENTLY is finished with FINALIZE (PostgreSQL manual, ALTER TABLE). */
async function finishDetach({ client }: ScriptRun, statement: SqlStatement, node: Node): Promise<void> {
  const pending = await isDetachPending({ client }, node);
  if (pending === undefined) return;
  await client.query(pending ? statement.text.replace(/\bCONCURRENTLY\b/i, "FINALIZE") : statement.text);
}

/** `undefined`: it is no partition (any more). */
async function isDetachPending({ client }: Pick<ScriptRun, "client">, node: Node): Promise<boolean | undefined> {
  const command = "AlterTableStmt" in node ? node.AlterTableStmt.cmds?.[0] : undefined;
  const definition = command !== undefined && "AlterTableCmd" in command ? command.AlterTableCmd.def : undefined;
  const partition = definition !== undefined && "PartitionCmd" in definition ? definition.PartitionCmd.name : undefined;
  const name = [partition?.schemaname, partition?.relname].flatMap((part) =>
    part ? [client.escapeIdentifier(part)] : [],
  );
  const { rows } = await client.query<{ pending: boolean }>(
    "SELECT inhdetachpending AS pending FROM pg_inherits WHERE inhrelid = to_regclass($1)",
    [name.join(".")],
  );
  return rows[0]?.pending;
}
