import { readCatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import {
  type CatalogDifference,
  compareSnapshots,
  realDifferences,
} from "../../postgres/catalog-snapshot/compare-snapshots";
import { ownRolesOf } from "../../postgres/catalog-snapshot/own-roles-of";
import { resolveConnection } from "../../postgres/connection/resolve-connection";
import { type OpenDatabase, openDatabase } from "../../postgres/open-database";
import { readLive } from "../../postgres/read-live";
import { Refused } from "../../report/refused";
import type { Report } from "../../report/report";
import { driftLine } from "../drift/drift-line";
import type { Migration } from "../migrations/migration";
import type { MigrationFolder } from "../migrations/read-migrations";
import { readScript } from "../migrations/read-script";
import { type Preflight, preflight } from "../preflight/preflight";
import { snapshotOf } from "../prove/snapshot-of";
import { checkHistory } from "../runner/check-history";
import { checkHistoryRights } from "../runner/check-history-rights";
import { checkRights } from "../runner/check-rights";
import { checkRoles } from "../runner/check-roles";
import { checkSearchPath } from "../runner/check-search-path";
import { readHistory } from "../runner/history";
import { chooseOnly, runMigrations } from "../runner/run-migrations";
import { defaultRunOptions, type RunOptions } from "../runner/run-request";
import { cloneDatabase } from "../source/clone-database";
import { loadFiles } from "../source/load-files";
import { readSchema } from "../source/read-schema";
import { replay } from "../source/replay";
import { workAhead } from "../weigh/work-ahead";
import { type DatabaseProject, migrationFolder, readDatabaseConfig } from "./database-project";
import { preflightData, preflightSections } from "./preflight-report";
import { reportOf, textSection } from "./report-of";
import { runOptions } from "./run-options";
import { namingDrift, withDrift } from "./with-drift";
import { withRolesOf } from "./with-roles-of";
import { tellNoShadow, withShadow } from "./with-shadow";

export interface MigrateOptions {
  readonly isDryRun?: boolean | undefined;
  /** Proves the pending migrations and asks the rows first, and applies nothing when one of them would fail. */
  readonly isPreflight?: boolean | undefined;
  /** File name in the migrations folder; it must be the next one. */
  readonly file?: string | undefined;
  readonly connection?: string | undefined;
  readonly isEmbedded?: boolean | undefined;
  readonly run?: Partial<RunOptions>;
}

/** Applies pending migrations, or proves on a shadow that they can be. Throws `Refused`. */
export async function migrate(project: DatabaseProject, options: MigrateOptions): Promise<Report> {
  const config = readDatabaseConfig(project);
  const connection = resolveConnection({
    ...options,
    environment: project.environment,
    changingCommand: options.isDryRun ? undefined : "migrate",
  });
  const folder = migrationFolder(project);
  const only = options.file?.replace(/^.*\//, "");
  const database = await openDatabase({ ...project, connection, major: config.postgres });
  if (!options.isDryRun && !options.isPreflight) tellNoShadow(project, "--dry-run or --preflight");
  if (!options.isDryRun && database.major !== config.postgres) {
    const versions = `specline.json says PostgreSQL ${config.postgres}, and ${database.shown} is ${database.major}`;
    project.onLine(
      `specline: ${versions}: plans were proved on another version; \`migrate --dry-run\` proves them on this one`,
    );
  }
  try {
    const dry = () => dryRun(project, folder, database, { only, planned: config.postgres, run: options.run });
    if (options.isDryRun) return (await dry()).report;
    const before = options.isPreflight ? await dry() : undefined;
    if (before?.report.success === false) return before.report;
    const applied = await runMigrations({
      client: database.client,
      target: database.shown,
      folder,
      ...(only === undefined ? {} : { only }),
      options: runOptions(project, config, database, options.run),
    }).catch(async (error: unknown) => {
      throw await withDrift(error, project, { database, config, source: folder, run: options.run });
    });
    return reportOf(project, "migrate", {
      verdict: applied.length === 0 ? "up-to-date" : "applied",
      success: true,
      reasons: [applied.length === 0 ? "nothing was pending" : `${applied.length} applied to ${database.shown}`],
      data: {
        target: database.shown,
        applied: applied.map((one) => one.version),
        ...(before && { drift: before.drift.map(driftLine), ...preflightData(before.rows) }),
      },
      sections: [
        ...textSection(
          "applied",
          applied.map((one) => one.upFile),
        ),
        ...(before === undefined ? [] : [...preflightSections(before.rows), ...driftSection(before.drift)]),
      ],
    });
  } finally {
    await database.close();
  }
}

interface DryRunOptions {
  readonly only: string | undefined;
  /** Major version that plans are made for. */
  readonly planned: number;
  readonly run: MigrateOptions["run"];
}

interface DryRun {
  readonly report: Report;
  readonly rows: Preflight;
  /** What others than migrations changed. */
  readonly drift: readonly CatalogDifference[];
}

/** Nothing is written to the target, not even our history schema; its catalog is read, and rows are counted. */
async function dryRun(
  project: DatabaseProject,
  folder: MigrationFolder,
  database: OpenDatabase,
  { only, planned, run }: DryRunOptions,
): Promise<DryRun> {
  const read = { ...database, ...defaultRunOptions, onLine: project.onLine, ...run };
  const { client: target, shown } = database;
  await checkHistoryRights(target, shown, "read");
  const check = checkHistory(folder, await readHistory(target), shown);
  if (check.problems.length > 0) throw new Refused(check.problems);
  const pending = only === undefined ? check.pending : chooseOnly(check.pending, only, database.shown);
  const scripts = await Promise.all(pending.map((one) => scriptOf(one, folder)));
  await checkRoles(database.client, scripts, database.shown);
  await checkSearchPath(database.client, scripts, database.shown);
  await checkRights(database.client, scripts, database.shown);
  if (pending.length > 0) await checkHistoryRights(target, shown, "keep");
  const roles = await ownRolesOf(database.client);
  const live = await readLive(read, () => readCatalogSnapshot(database.client, undefined, roles));
  return withShadow(project, database.major, [database.client], async (shadow) => {
    await withRolesOf(database.client, shadow);
    let base = await replay(shadow, check.applied, folder.shownPath);
    const drift = realDifferences(compareSnapshots(live, await snapshotOf(shadow, base, roles)));
    if (drift.length > 0) {
      const count = drift.length === 1 ? "1 difference" : `${drift.length} differences`;
      project.onLine(`${count} between ${shown} and what its applied migrations give; \`drift\` lists them`);
      base = await readLive(read, () => cloneDatabase(shadow, database));
    }
    const walking = await shadow.createDatabase(base);
    const client = await shadow.connect(base);
    const answers = await preflight(client, database.client, scripts)
      .catch((error: unknown) => {
        throw namingDrift(error, project, shown, drift);
      })
      .finally(() => client.end());
    const rows: Preflight = { ...answers, work: await workAhead(shadow, walking, database.client, scripts) };
    const after = await snapshotOf(shadow, base, roles);
    const schema = await loadFiles(shadow, readSchema(project.workspaceRoot, project.projectRoot));
    const missing = realDifferences(compareSnapshots(after, await snapshotOf(shadow, schema, roles))).map(
      (one) => one.text,
    );
    const wouldFail = rows.failures.length > 0;
    const report = reportOf(project, "migrate", {
      verdict: wouldFail ? "would-fail" : pending.length === 0 ? "up-to-date" : "proved",
      success: !wouldFail,
      reasons: [
        ...(wouldFail ? ["rows that are there stand against a pending statement; mend them first"] : []),
        `${pending.length} pending, applied to a shadow copy; ${database.shown} was only read`,
        ...(planned === database.major
          ? []
          : [`it is PostgreSQL ${database.major}, and so is the copy; specline.json plans for ${planned}`]),
        ...(drift.length > 0
          ? [`${database.shown} differs from its migrations; the copy was made from its catalog`]
          : []),
        ...(missing.length > 0 ? ["after them the database still differs from the schema"] : []),
      ],
      data: {
        target: database.shown,
        pending: pending.map((one) => one.version),
        drift: drift.map(driftLine),
        missing,
        ...preflightData(rows),
      },
      sections: [
        ...preflightSections(rows),
        ...textSection(
          "pending",
          pending.map((one) => one.upFile),
        ),
        ...driftSection(drift),
        ...textSection("left to plan", missing),
      ],
    });
    return { report, rows, drift };
  });
}

function driftSection(drift: readonly CatalogDifference[]) {
  return textSection("changed by others than migrations", drift.map(driftLine));
}

function scriptOf(one: Migration, folder: MigrationFolder) {
  return readScript({ path: `${folder.shownPath}/${one.upFile}`, text: one.up });
}
