import { randomBytes } from "node:crypto";
import type { Client } from "pg";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { checkArchive } from "../archive/check-archive";
import { groupByPlan, type Migration, type MigrationPlan } from "../migrations/migration";
import type { MigrationFolder } from "../migrations/read-migrations";
import { readScript, type Script } from "../migrations/read-script";
import { worstRating } from "../plan/way-back-rating";
import { checkHistory } from "./check-history";
import { checkHistoryRights } from "./check-history-rights";
import { checkRights } from "./check-rights";
import { checkRoles } from "./check-roles";
import { checkSearchPath } from "./check-search-path";
import { type HalfAppliedPlan, halfAppliedPlans } from "./half-applied";
import { type History, readHistory } from "./history";
import { releaseMigrationLock, takeMigrationLock } from "./migration-lock";
import type { RunOptions } from "./run-request";
import { runScript } from "./run-script";
import { undoUnfinished } from "./undo-unfinished";

export interface RollbackRequest {
  readonly client: Client;
  readonly target: string;
  readonly project: string;
  readonly folder: MigrationFolder;
  /** Number of plans, each with all its parts. */
  readonly steps: number;
  readonly isLossyAllowed: boolean;
  readonly options: RunOptions;
}

/** The last applied plans, newest first; throws `Refused` when one cannot or may not be rolled back. Reads only. */
export function chooseRollback(
  { folder, target, project, steps, isLossyAllowed }: Omit<RollbackRequest, "client" | "options">,
  history: History,
): readonly MigrationPlan[] {
  const { applied, problems } = checkHistory(folder, history, target);
  const relevant = problems.filter((one) => one.code !== "migration/out-of-order");
  if (relevant.length > 0) throw new Refused(relevant);
  const plans = groupByPlan(applied);
  if (plans.length < steps) {
    throw new Refused([
      problem("migration/nothing-applied", { target, count: String(plans.length), steps: String(steps) }),
    ]);
  }
  const half = halfAppliedPlans(folder, history);
  const halfOf = (plan: MigrationPlan) => half.find((one) => one.plan.id === plan.id);
  const chosen = (steps === 0 ? [] : plans.slice(-steps).reverse()).map((plan) => ({
    ...plan,
    migrations: [...plan.migrations, ...(halfOf(plan)?.passed ?? [])],
  }));
  const refusals = chosen.flatMap((plan) => [
    ...partlyApplied(halfOf(plan), target),
    ...plan.migrations
      .filter((one) => one.down === undefined)
      .map((one) => problem("migration/no-down", { file: `${folder.shownPath}/${one.upFile}`, project })),
    ...irreversibleProblems(plan, folder, project),
    ...(isLossyAllowed ? [] : lossProblems(plan)),
  ]);
  if (refusals.length > 0) throw new Refused(refusals);
  return chosen;
}

/** Downs that fit the whole plan only cannot begin between two parts; a rollback that has begun goes on. */
function partlyApplied(half: HalfAppliedPlan | undefined, target: string) {
  if (half === undefined || half.isReverting || half.next.header.isUndonePerPart) return [];
  return [problem("migration/partly-applied", { plan: half.plan.name, target })];
}

/** The trial on rows failed, so it is not begun here; nothing allows it but another way back. */
function irreversibleProblems(plan: MigrationPlan, { shownPath }: MigrationFolder, project: string) {
  return plan.migrations
    .filter((one) => one.header.downRating === "irreversible")
    .map(({ downFile = "", header }) => {
      const reasons = header.downFailures.join("; ") || "its header says so";
      return problem("migration/irreversible-down", {
        plan: plan.name,
        file: `${shownPath}/${downFile}`,
        project,
        reasons,
      });
    });
}

function lossProblems(plan: MigrationPlan) {
  const { rating, losses } = ratingOf(plan.migrations);
  if (rating !== "lossy") return [];
  return [problem("migration/lossy-down", { plan: plan.name, reasons: losses.join("; ") || "its header says so" })];
}

/** Of all that a rollback takes back. */
export function ratingOf(migrations: readonly Migration[]) {
  const rated = migrations.flatMap((one) => one.header.downRating ?? []);
  const losses = [...new Set(migrations.flatMap((one) => one.header.downLosses))];
  return {
    rating: rated.length < migrations.length && worstRating(rated) === "lossless" ? null : worstRating(rated),
    losses,
  };
}

/** Runs the down migrations of the last plans, newest version first; a killed run goes on where it was. Throws `Refused`. */
export async function runRollback(request: RollbackRequest): Promise<readonly Migration[]> {
  const { client, target, folder, options } = request;
  await takeMigrationLock(client, target, options.waitMs, (holder) => options.onLine(`waiting for ${holder}`));
  try {
    await checkHistoryRights(client, target, "read");
    const history = await readHistory(client);
    const chosen = chooseRollback(request, history).flatMap((plan) => [...plan.migrations].reverse());
    if (chosen.length === 0) return [];
    const scripts: Script[] = [];
    for (const one of chosen) {
      scripts.push(await readScript({ path: `${folder.shownPath}/${one.downFile}`, text: one.down ?? "" }));
    }
    await checkRoles(client, scripts, target);
    await checkSearchPath(client, scripts, target);
    await checkRights(client, scripts, target);
    await checkArchive(client, scripts, target);
    await checkHistoryRights(client, target, "keep");
    const run = randomBytes(6).toString("hex");
    for (const half of halfAppliedPlans(folder, history)) {
      if (half.applied.some((one) => chosen.includes(one))) await settle(request, half, history, run);
    }
    const versions = chosen.map((one) => one.version);
    await client.query("UPDATE specline.migrations SET is_reverting = true WHERE version = ANY ($1)", [versions]);
    for (const [index, migration] of chosen.entries()) {
      const script = scripts[index];
      if (script === undefined) throw new Error(`no script for ${migration.version}`);
      options.onLine(`rolling back ${migration.downFile}`);
      const earlier = history.statements.filter((one) => one.version === migration.version && one.direction === "down");
      await runScript({ client, target, run, migration, direction: "down", script, options }, earlier);
    }
    return chosen;
  } finally {
    await releaseMigrationLock(client).catch(() => {});
  }
}

/** Before the way back of a half applied plan begins, the state is the one after its last part. */
async function settle(request: RollbackRequest, half: HalfAppliedPlan, history: History, run: string): Promise<void> {
  const { client, target, folder, options } = request;
  await undoUnfinished(request, half, history);
  for (const migration of half.passed) {
    const script = await readScript({ path: `${folder.shownPath}/${migration.upFile}`, text: migration.up });
    await runScript({ client, target, run, migration, direction: "up", script, options }, []);
  }
}
