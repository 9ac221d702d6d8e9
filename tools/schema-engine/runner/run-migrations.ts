import { randomBytes } from "node:crypto";
import type { Client } from "pg";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { Migration } from "../migrations/migration";
import type { MigrationFolder } from "../migrations/read-migrations";
import { readScript } from "../migrations/read-script";
import { checkHistory } from "./check-history";
import { checkHistoryRights } from "./check-history-rights";
import { checkRights } from "./check-rights";
import { checkRoles } from "./check-roles";
import { checkSearchPath } from "./check-search-path";
import { halfAppliedPlans, halfAppliedProblem } from "./half-applied";
import { ensureHistory, readHistory } from "./history";
import { releaseMigrationLock, takeMigrationLock } from "./migration-lock";
import type { RunOptions } from "./run-request";
import { runScript } from "./run-script";

export interface MigrateRequest {
  /** A dedicated session. */
  readonly client: Client;
  readonly target: string;
  readonly folder: MigrationFolder;
  /** File name of the only migration to apply; it must be the next one. */
  readonly only?: string;
  readonly options: RunOptions;
}

/** Applies pending migrations in order; each is recorded as it is done, so a killed run goes on where it was. Throws `Refused`. */
export async function runMigrations(request: MigrateRequest): Promise<readonly Migration[]> {
  const { client, target, folder, options } = request;
  // Every file is parsed before the first one runs.
  const scripts = new Map(
    await Promise.all(
      folder.migrations.map(async (one) => {
        const file = { path: `${folder.shownPath}/${one.upFile}`, text: one.up };
        return [one.version, await readScript(file)] as const;
      }),
    ),
  );
  await takeMigrationLock(client, target, options.waitMs, (holder) => options.onLine(`waiting for ${holder}`));
  try {
    await checkHistoryRights(client, target, "read");
    const history = await readHistory(client);
    const check = checkHistory(folder, history, target);
    const { pending } = check;
    const problems = [...check.problems];
    const interrupted = history.applied.find((one) => one.isReverting);
    if (interrupted !== undefined) {
      problems.push(problem("migration/rollback-interrupted", { target, version: interrupted.version }));
    }
    if (problems.length > 0) throw new Refused(problems);
    const chosen = request.only === undefined ? pending : chooseOnly(pending, request.only, target);
    const run = randomBytes(6).toString("hex");
    const scriptOf = ({ version }: Migration) => {
      const script = scripts.get(version);
      if (script === undefined) throw new Error(`no script for ${version}`);
      return script;
    };
    await checkRoles(client, chosen.map(scriptOf), target);
    await checkSearchPath(client, chosen.map(scriptOf), target);
    await checkRights(client, chosen.map(scriptOf), target);
    if (chosen.length > 0) {
      await checkHistoryRights(client, target, "keep");
      await ensureHistory(client);
    }
    for (const migration of chosen) {
      const script = scriptOf(migration);
      options.onLine(`applying ${migration.upFile}`);
      const earlier = history.statements.filter((one) => one.version === migration.version);
      await runScript({ client, target, run, migration, direction: "up", script, options }, earlier);
    }
    return chosen;
  } catch (error) {
    throw await withHalfApplied(error, request);
  } finally {
    await releaseMigrationLock(client).catch(() => {});
  }
}

/** The migration that `--file` names; throws `Refused` unless it is the next one. */
export function chooseOnly(pending: readonly Migration[], file: string, target: string): readonly Migration[] {
  const [next] = pending;
  if (next !== undefined && next.upFile === file) return [next];
  const is = next === undefined ? "nothing is pending" : `the next one is ${next.upFile}`;
  throw new Refused([problem("migration/not-next", { file, target, next: is })]);
}

/** A part that fails after others of its plan: the reader must know in which state that leaves the database. */
async function withHalfApplied(error: unknown, { client, folder, target }: MigrateRequest): Promise<unknown> {
  if (!(error instanceof Refused)) return error;
  // When the session is gone, the state cannot be read; the next run and `status` say it.
  const history = await readHistory(client).catch(() => undefined);
  const half = history === undefined ? [] : halfAppliedPlans(folder, history).filter((one) => !one.isReverting);
  return half.length === 0
    ? error
    : new Refused([...error.problems, ...half.map((one) => halfAppliedProblem(one, target))]);
}
