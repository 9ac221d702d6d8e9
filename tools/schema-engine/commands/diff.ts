import type { Client } from "pg";
import { formatDiagnostic } from "../../compiler/diagnostics/format-diagnostic";
import {
  compareSnapshots,
  formatDifferences,
  realDifferences,
} from "../../postgres/catalog-snapshot/compare-snapshots";
import { connect } from "../../postgres/connection/connect";
import { type Connection, resolveConnection } from "../../postgres/connection/resolve-connection";
import { readLive } from "../../postgres/read-live";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { Report, Section } from "../../report/report";
import { entityDiagrams } from "../diagram/entity-diagrams";
import { chooseEngine } from "../engine/choose-engine";
import { withFolderLock } from "../migrations/folder-lock";
import type { MigrationFolder } from "../migrations/read-migrations";
import { nextVersion, type PlannedFile, planFiles, versionOf, writePlan } from "../migrations/write-plan";
import type { Hazard, HazardKind } from "../plan/hazard";
import { provePlan } from "../prove/prove-plan";
import type { ProvedPlan, Unproved } from "../prove/proved-plan";
import { wayOut } from "../prove/way-out";
import { chooseRenames } from "../rename/choose-renames";
import { notNullNames } from "../rename/not-null-names";
import { readRenames } from "../rename/read-renames";
import { defaultRunOptions, type RunOptions } from "../runner/run-request";
import { cloneDatabase } from "../source/clone-database";
import { keepOwnGrants } from "../source/keep-own-grants";
import { keepOwners } from "../source/keep-owners";
import { loadFiles } from "../source/load-files";
import { noSchemaWarnings, readSchema, readSqlFiles } from "../source/read-schema";
import { replay } from "../source/replay";
import type { SqlFile } from "../sql/sql-statement";
import { withoutPasswords } from "../sql/without-passwords";
import { weighHazards } from "../weigh/weigh-hazards";
import { allowedHazards, hazardProblems, missingKinds } from "./allowed-hazards";
import { checkUnchanged, type DatabaseProject, lockOf, migrationFolder, readDatabaseConfig } from "./database-project";
import { hazardData, hazardSection } from "./hazard-report";
import { modelledSnapshot, notCompared } from "./modelled-snapshot";
import { reportOf, textSection } from "./report-of";
import { wayBackData, wayBackReason, wayBackSection } from "./way-back-report";
import { withShadow } from "./with-shadow";

export interface DiffOptions {
  /** Part of the names of the files. Needed as soon as there is something to write. */
  readonly name?: string | undefined;
  /** URL without password, `env:NAME`, or an SQL file or folder; none: the migrations. */
  readonly from?: string | undefined;
  /** SQL file or folder; none: the schema of the project. */
  readonly to?: string | undefined;
  /** Folder of the migrations, relative to the project. */
  readonly output?: string | undefined;
  readonly allowHazards?: string | undefined;
  readonly isDryRun?: boolean | undefined;
  /** Changes of types that write a table anew are made by new columns. */
  readonly isExpanding?: boolean | undefined;
  /** Keep what is dropped in the archive schema. */
  readonly isArchiving?: boolean | undefined;
  readonly run?: Partial<RunOptions>;
}

/**
 * Plans from *from* to *to*, proves the plan both ways, writes it. Who writes is alone with the folder from its reading on.
 * Throws `Refused`; then nothing was written.
 */
export async function diff(project: DatabaseProject, options: DiffOptions): Promise<Report> {
  if (options.name !== undefined && !/^[A-Za-z0-9_]+$/.test(options.name)) {
    throw new Refused([problem("migration/bad-name", { name: options.name })]);
  }
  // What cannot be read is refused before anybody is waited for.
  const inputs = await readInputs(project, options);
  if (options.isDryRun) return planAndWrite(project, options, inputs);
  return withFolderLock(lockOf(project, inputs.folder, "diff", options.run), async () =>
    planAndWrite(project, options, await readInputs(project, options)),
  );
}

type Inputs = Awaited<ReturnType<typeof readInputs>>;

/** Throws `Refused`. */
async function readInputs(project: DatabaseProject, options: DiffOptions) {
  const config = readDatabaseConfig(project);
  const allowed = allowedHazards(options.allowHazards);
  const folder = migrationFolder(project, options.output);
  const files =
    options.to === undefined
      ? readSchema(project.workspaceRoot, project.projectRoot)
      : readSqlFiles(project.workspaceRoot, options.to);
  const source = readSource(project, options.from);
  const [declared, noSchema] = [await readRenames(files), await noSchemaWarnings(files)];
  return { config, allowed, folder, files, source, declared, noSchema };
}

async function planAndWrite(project: DatabaseProject, options: DiffOptions, inputs: Inputs): Promise<Report> {
  const { config, allowed, folder, files, source, declared, noSchema } = inputs;
  const fromShown = options.from ?? folder.shownPath;
  project.onLine(`target: ${folder.shownPath} (from ${fromShown} to ${files[0]?.path ?? options.to ?? "nothing"})`);
  const engine = await chooseEngine(config.engine, project.onLine);
  const live = await openLive(source);
  return withShadow(project, config.postgres, live === undefined ? [] : [live.client], async (shadow) => {
    const to = await loadFiles(shadow, files);
    const from = await loadFrom(live ?? source, folder, shadow, {
      ...defaultRunOptions,
      onLine: project.onLine,
      ...options.run,
    });
    if (live !== undefined) {
      await keepOwners(shadow, { from, to, files, renames: declared });
      await keepOwnGrants(shadow, live.client, { from, to });
    }
    const toSnapshot = await modelledSnapshot(shadow, to, files[0]?.path ?? "the schema", config);
    const fromSnapshot = await modelledSnapshot(shadow, from, fromShown, config);
    const { steps: declaredSteps, warnings, problems } = chooseRenames(declared, fromSnapshot, toSnapshot);
    if (problems.length > 0) throw new Refused(problems);
    const steps = [...declaredSteps, ...notNullNames(fromSnapshot, toSnapshot)];
    const warned = [
      ...noSchema,
      ...warnings.map((one) => formatDiagnostic(one).replace(/\n\s+hint: /, " ")),
      ...notCompared([fromSnapshot, toSnapshot], config),
    ];
    const differences = compareSnapshots(fromSnapshot, toSnapshot);
    const nothing = () => upToDate(project, [...warned, ...differences.map((one) => one.text)]);
    if (realDifferences(differences).length === 0 && steps.length === 0) return nothing();
    const version = nextVersion(project.now(), folder.migrations);
    const proved = await provePlan({
      shadow,
      engine,
      from,
      to,
      renames: steps,
      isExpanding: options.isExpanding === true,
      archiveId: options.isArchiving ? versionOf(version) : undefined,
    });
    if (!("up" in proved)) throw unproved(proved);
    if (proved.up.every((one) => one.statements.length === 0)) return nothing();
    const hazards = live === undefined ? proved.hazards : await weighHazards(live.client, proved.hazards);
    const plan = {
      ...proved,
      hazards: options.isExpanding ? hazards.map(asExpanded) : hazards,
      notes: [...warned, ...proved.notes],
    };
    const pictures = entityDiagrams(fromSnapshot, toSnapshot);
    if (options.isDryRun)
      return planReport(project, plan, { pictures, written: [], missing: missingKinds(plan.hazards, allowed) });
    const refusals = hazardProblems(plan, allowed);
    if (refusals.length > 0) throw new Refused(refusals);
    if (options.name === undefined) throw new Refused([problem("migration/no-name", {})]);
    const planned = await planFiles(plan, options.name, version, config);
    checkUnchanged(folder, migrationFolder(project, options.output));
    writePlan(folder, planned);
    const written = planned.map((one) => ({ ...one, name: `${folder.shownPath}/${one.name}` }));
    return planReport(project, plan, { pictures, written, missing: [] });
  }).finally(() => live?.client.end());
}

function upToDate(project: DatabaseProject, notes: readonly string[]): Report {
  return reportOf(project, "diff", {
    verdict: "up-to-date",
    success: true,
    reasons: ["there is nothing to plan"],
    data: { files: [], notes },
    sections: textSection("notes", notes),
  });
}

/** What could be made by new columns was. */
function asExpanded(hazard: Hazard): Hazard {
  if (hazard.kind !== "TABLE_REWRITE" || hazard.remedy !== undefined) return hazard;
  const remedy =
    "The notes say why it is changed in place in spite of --expand-contract; choose an hour when the table may stand still.";
  return { ...hazard, remedy };
}

type PlanSource = readonly SqlFile[] | Connection | "migrations";

/** Before a shadow is started, so that a mistake in `--from` costs nothing. Throws `Refused`. */
function readSource(project: DatabaseProject, from: string | undefined): PlanSource {
  if (from === undefined) return "migrations";
  if (!/^(env:|postgres(ql)?:\/\/)/.test(from)) return readSqlFiles(project.workspaceRoot, from);
  return resolveConnection({ connection: from, option: "--from", environment: project.environment });
}

interface Live {
  readonly client: Client;
  readonly url: string;
  readonly shown: string;
}

async function openLive(source: PlanSource): Promise<Live | undefined> {
  if (source === "migrations" || !("kind" in source)) return undefined;
  if (source.kind === "embedded") throw new Error("a connection option never means the embedded database");
  return { client: await connect(source.url), url: source.url, shown: source.shown };
}

async function loadFrom(
  source: PlanSource | Live,
  folder: MigrationFolder,
  shadow: Shadow,
  options: RunOptions,
): Promise<ShadowDatabase> {
  if (source === "migrations") return replay(shadow, folder.migrations, folder.shownPath);
  if ("client" in source) return readLive({ ...options, ...source }, () => cloneDatabase(shadow, source));
  if ("kind" in source) throw new Error("a live database was opened before");
  return loadFiles(shadow, source);
}

function unproved(plan: Unproved): Refused {
  const told =
    plan.failure === undefined ? formatDifferences(plan.differences) : `  - it fails: ${shown(plan.failure)}`;
  const mending = plan.mending === undefined ? "" : `\n  - a plan that mends this fails: ${shown(plan.mending)}`;
  const { why, hint } = wayOut(told);
  const differences = `${told}${mending}${why}`;
  const wanted = plan.direction === "up" ? "the schema" : "what was there before";
  return new Refused([
    problem("migration/unproved", { engine: plan.engine, direction: plan.direction, wanted, differences, hint }),
  ]);
}

/** The statement that failed may hold a password. */
function shown(failure: string): string {
  const at = failure.indexOf(failedStatement);
  return at === -1
    ? failure
    : failure.slice(0, at) + failedStatement + withoutPasswords(failure.slice(at + failedStatement.length));
}

const failedStatement = "\n      in: ";

function shownSegment({ isTransactional, statements }: ProvedPlan["up"][number]) {
  return { isTransactional, statements: statements.map(withoutPasswords) };
}

interface PlanOutcome {
  readonly pictures: readonly Section[];
  readonly written: readonly PlannedFile[];
  /** Kinds of hazards that have to be allowed before it is written. */
  readonly missing: readonly HazardKind[];
}

function planReport(project: DatabaseProject, plan: ProvedPlan, { pictures, written, missing }: PlanOutcome): Report {
  const sql = (segments: ProvedPlan["up"]) =>
    segments
      .map((one) => one.statements.map((text) => `${withoutPasswords(text)};`).join("\n"))
      .join("\n\n-- next transaction\n\n");
  const sections: Section[] = [
    ...pictures,
    { kind: "code", title: "up", language: "sql", text: sql(plan.up) },
    { kind: "code", title: "down", language: "sql", text: sql(plan.down) },
    ...hazardSection(plan.hazards),
    ...wayBackSection(plan),
    ...textSection("notes", plan.notes),
    ...textSection(
      "written",
      written.map((one) => one.name),
    ),
  ];
  return reportOf(project, "diff", {
    verdict: written.length > 0 ? "planned" : missing.length > 0 ? "needs-allowed-hazards" : "proved",
    success: true,
    reasons: [
      "proved up and down on a shadow database by the catalog snapshot",
      wayBackReason(plan),
      ...(missing.length === 0 ? [] : [`to be written it needs --allow-hazards=${missing.join(",")}`]),
    ],
    data: {
      engine: plan.engine,
      strategy: plan.strategy,
      up: plan.up.map(shownSegment),
      down: plan.down.map(shownSegment),
      hazards: hazardData(plan.hazards),
      wayBack: wayBackData(plan),
      notes: plan.notes,
      files: written.map((one) => one.name),
    },
    sections,
  });
}
