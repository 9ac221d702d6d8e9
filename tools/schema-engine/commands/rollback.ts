import { readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import {
  compareSnapshots,
  formatDifferences,
  realDifferences,
} from "../../postgres/catalog-snapshot/compare-snapshots";
import { ownRolesOf } from "../../postgres/catalog-snapshot/own-roles-of";
import { resolveConnection } from "../../postgres/connection/resolve-connection";
import { openDatabase } from "../../postgres/open-database";
import { readLive } from "../../postgres/read-live";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { Report } from "../../report/report";
import { checkArchive } from "../archive/check-archive";
import { readScript } from "../migrations/read-script";
import { snapshotOf } from "../prove/snapshot-of";
import { checkHistoryRights } from "../runner/check-history-rights";
import { checkRights } from "../runner/check-rights";
import { checkRoles } from "../runner/check-roles";
import { checkSearchPath } from "../runner/check-search-path";
import { halfAppliedPlans } from "../runner/half-applied";
import { readHistory } from "../runner/history";
import type { RunOptions } from "../runner/run-request";
import { chooseRollback, type RollbackRequest, ratingOf, runRollback } from "../runner/run-rollback";
import { unfinishedIndex } from "../runner/undo-unfinished";
import { cloneDatabase } from "../source/clone-database";
import { replay, replayScript } from "../source/replay";
import { type DatabaseProject, migrationFolder, readDatabaseConfig } from "./database-project";
import { reportOf, textSection } from "./report-of";
import { runOptions } from "./run-options";
import { withRolesOf } from "./with-roles-of";
import { tellNoShadow, withShadow } from "./with-shadow";

export interface RollbackOptions {
  /** Plans, each with all its parts. */
  readonly steps?: number | undefined;
  readonly isDryRun?: boolean | undefined;
  readonly isLossyAllowed?: boolean | undefined;
  readonly connection?: string | undefined;
  readonly isEmbedded?: boolean | undefined;
  readonly run?: Partial<RunOptions>;
}

/** Applies the down migrations of the last plans. Throws `Refused`. */
export async function rollback(project: DatabaseProject, options: RollbackOptions): Promise<Report> {
  const config = readDatabaseConfig(project);
  const connection = resolveConnection({
    ...options,
    environment: project.environment,
    changingCommand: options.isDryRun ? undefined : "rollback",
  });
  const folder = migrationFolder(project);
  const database = await openDatabase({ ...project, connection, major: config.postgres });
  const request: RollbackRequest = {
    client: database.client,
    target: database.shown,
    project: project.project,
    folder,
    steps: options.steps ?? 1,
    isLossyAllowed: options.isLossyAllowed === true,
    options: runOptions(project, config, database, options.run),
  };
  if (!options.isDryRun) tellNoShadow(project, "--dry-run");
  try {
    const done = options.isDryRun ? await prove(request) : await runRollback(request);
    return reportOf(project, "rollback", {
      verdict: options.isDryRun ? "proved" : done.length === 0 ? "nothing-to-do" : "rolled-back",
      success: true,
      reasons: [
        options.isDryRun
          ? `the way back was tried on a shadow copy; ${database.shown} was only read`
          : `${done.length} rolled back on ${database.shown}`,
      ],
      data: { target: database.shown, versions: done.map((one) => one.version), ...ratingOf(done) },
      sections: [
        ...textSection(
          options.isDryRun ? "would be rolled back" : "rolled back",
          done.map((one) => one.downFile ?? ""),
        ),
        ...textSection(options.isDryRun ? "would be lost" : "lost", ratingOf(done).losses),
      ],
    });
  } finally {
    await database.close();
  }

  async function prove(wanted: RollbackRequest) {
    await checkHistoryRights(database.client, database.shown, "read");
    const history = await readHistory(database.client);
    const chosen = chooseRollback(wanted, history).flatMap((plan) => [...plan.migrations].reverse());
    const half = halfAppliedPlans(folder, history).find(({ applied }) => applied.some((one) => chosen.includes(one)));
    const leftover = half === undefined ? undefined : await unfinishedIndex(wanted, half, history);
    const scripts = await Promise.all(
      chosen.map((one) => readScript({ path: `${folder.shownPath}/${one.downFile}`, text: one.down ?? "" })),
    );
    await checkRoles(database.client, scripts, database.shown);
    await checkSearchPath(database.client, scripts, database.shown);
    await checkRights(database.client, scripts, database.shown);
    await checkArchive(database.client, scripts, database.shown);
    await checkHistoryRights(database.client, database.shown, "keep");
    const read = { ...database, ...wanted.options };
    const roles = await ownRolesOf(database.client);
    const live = await readLive(read, () => readCatalogSnapshot(database.client, undefined, roles));
    return withShadow(project, database.major, [database.client], async (shadow) => {
      const versions = new Set(history.applied.map((one) => one.version));
      const applied = folder.migrations.filter((one) => versions.has(one.version));
      await withRolesOf(database.client, shadow);
      let base = await replay(shadow, applied, folder.shownPath);
      // What a failed build has left is removed before the way back begins.
      const drift = realDifferences(compareSnapshots(await snapshotOf(shadow, base, roles), live)).filter(
        (one) => one.kind !== "index" || one.name !== leftover,
      );
      if (drift.length > 0) {
        base = await readLive(read, () => cloneDatabase(shadow, database));
      }
      const client = await shadow.connect(base);
      try {
        for (const script of scripts) await replayScript(client, script);
      } finally {
        await client.end();
      }
      const before = await replay(
        shadow,
        applied.filter((one) => !chosen.includes(one)),
        folder.shownPath,
      );
      const differences = realDifferences(
        compareSnapshots(await snapshotOf(shadow, base), await snapshotOf(shadow, before)),
      );
      if (drift.length === 0 && differences.length > 0) {
        const plan = chosen[0]?.name ?? "the last plan";
        throw new Refused([problem("migration/down-differs", { plan, differences: formatDifferences(differences) })]);
      }
      return chosen;
    });
  }
}
