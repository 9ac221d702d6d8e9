import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { readScript } from "../migrations/read-script";
import { findIndex } from "./find-index";
import type { HalfAppliedPlan } from "./half-applied";
import type { History } from "./history";
import { isRepeatable } from "./run-alone";
import type { RollbackRequest } from "./run-rollback";
import { waitForBackend } from "./wait-for-backend";

/**
 * A part that is one transaction leaves nothing when it fails. A build of an index leaves an invalid one, or a valid one when only its
 * record is missing; the name is returned. Reads only.
 */
export async function unfinishedIndex(
  { client, folder, target }: Pick<RollbackRequest, "client" | "folder" | "target">,
  { plan, unfinished }: HalfAppliedPlan,
  history: History,
): Promise<string | undefined> {
  if (unfinished === undefined) return undefined;
  const begun = history.statements.some((one) => one.version === unfinished.version);
  const file = { path: `${folder.shownPath}/${unfinished.upFile}`, text: unfinished.up };
  const { statements, isTransactional } = await readScript(file);
  const [only, second] = statements;
  if (isTransactional || only === undefined) return undefined;
  if (second !== undefined || !("IndexStmt" in only.node)) {
    // An index that was being dropped is built again where it is not whole.
    if (begun && !isRepeatable(only.node) && !("DropStmt" in only.node))
      throw new Refused([problem("migration/partly-applied", { plan: plan.name, target })]);
    return undefined;
  }
  const found = await findIndex(client, only.node.IndexStmt);
  return found !== undefined && (begun || !found.valid) ? found.name : undefined;
}

/** Removes what the interrupted part of a plan has left, after the server has ended with it. */
export async function undoUnfinished(request: RollbackRequest, half: HalfAppliedPlan, history: History): Promise<void> {
  const { client, options } = request;
  const rows = history.statements.filter((one) => one.version === half.unfinished?.version);
  for (const row of rows) await waitForBackend(request, row);
  const index = await unfinishedIndex(request, half, history);
  if (index !== undefined) {
    options.onLine(`removing the index ${index} of an interrupted build`);
    await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${index}`);
  }
  await client.query("DELETE FROM specline.statements WHERE version = $1", [half.unfinished?.version]);
}
