import { type CatalogDifference, compareSnapshots } from "../../postgres/catalog-snapshot/compare-snapshots";
import { type Connection, resolveConnection } from "../../postgres/connection/resolve-connection";
import { openDatabase } from "../../postgres/open-database";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { Report } from "../../report/report";
import type { DatabaseConfig } from "../../workspace/project-config";
import { driftLine } from "../drift/drift-line";
import { type Expectation, type ExpectedState, expectedState } from "../drift/expected-state";
import { type LiveState, readLiveState } from "../drift/read-live-state";
import type { MigrationFolder } from "../migrations/read-migrations";
import { checkHistory } from "../runner/check-history";
import { defaultRunOptions, type RunOptions } from "../runner/run-request";
import { readSchema } from "../source/read-schema";
import { type DatabaseProject, migrationFolder, readDatabaseConfig } from "./database-project";
import { kindOfUnmodelled, refuseUnmodelled } from "./modelled-snapshot";
import { reportOf, textSection } from "./report-of";
import { withShadow } from "./with-shadow";

export interface DriftOptions {
  readonly connection?: string | undefined;
  readonly isEmbedded?: boolean | undefined;
  /** What the database should be: what its applied migrations give, or all of the schema. */
  readonly to?: "migrations" | "schema" | undefined;
  readonly run?: Partial<RunOptions>;
}

/** Compares a live database, which is only read, with what it should be. Throws `Refused`. */
export async function drift(project: DatabaseProject, options: DriftOptions): Promise<Report> {
  const config = readDatabaseConfig(project);
  const connection = resolveConnection({ ...options, environment: project.environment });
  const source = options.to === "schema" ? schemaOf(project) : migrationFolder(project);
  const database = await openDatabase({ ...project, connection, major: config.postgres });
  const { shown } = database;
  try {
    const live = await readLiveState({ ...database, ...defaultRunOptions, onLine: project.onLine, ...options.run });
    refuseUnmodelled(live.snapshot, shown, config);
    const expectation = "kind" in source ? source : appliedOf(project, source, live, shown);
    const expected = await withShadow(project, database.major, [database.client], (shadow) =>
      expectedState(shadow, expectation, database.client, live.ownRoles),
    );
    refuseUnmodelled(expected.snapshot, expectation.kind === "schema" ? expectation.path : expectation.folder, config);
    return driftReport(project, { config, connection, shown, live, expectation, expected });
  } finally {
    await database.close();
  }
}

function schemaOf(project: DatabaseProject): Expectation {
  const files = readSchema(project.workspaceRoot, project.projectRoot);
  return { kind: "schema", path: files[0]?.path ?? "the schema", files };
}

/** What the history says is applied, when the folder has the same. Throws `Refused`. */
function appliedOf(
  { project }: DatabaseProject,
  folder: MigrationFolder,
  { history }: LiveState,
  target: string,
): Expectation {
  if (history === undefined) throw new Refused([problem("migration/no-history", { target, project })]);
  const { applied, problems } = checkHistory(folder, history, target);
  // What is pending, in whatever order, says nothing about what is applied.
  const relevant = problems.filter((one) => one.code !== "migration/out-of-order");
  if (relevant.length > 0) throw new Refused(relevant);
  return { kind: "migrations", folder: folder.shownPath, history, applied };
}

interface Compared {
  readonly config: DatabaseConfig;
  readonly connection: Connection;
  readonly shown: string;
  readonly live: LiveState;
  readonly expectation: Expectation;
  readonly expected: ExpectedState;
}

function driftReport(project: DatabaseProject, compared: Compared): Report {
  const { shown, live, expectation, expected } = compared;
  const all = compareSnapshots(live.snapshot, expected.snapshot);
  const reasons = new Map(compared.config.ignore.map((one) => [one.kind, one.reason]));
  const found = all.filter((one) => !one.isNote && !reasons.has(one.kind));
  const ignored = [
    ...all.filter((one) => !one.isNote && reasons.has(one.kind)).map((one) => ({ ...one, text: driftLine(one) })),
    ...live.snapshot.unmodelled.map((one) => ({ kind: kindOfUnmodelled(one), text: `${one}: not compared` })),
  ].map(({ kind, text }) => ({ kind, text, reason: reasons.get(kind) ?? "" }));
  const notes = [
    ...(live.history === undefined ? ["the database has no history of migrations"] : []),
    ...expected.notes,
    ...all.filter((one) => one.isNote).map(driftLine),
  ];
  const should =
    expectation.kind === "schema"
      ? expectation.path
      : `what its applied migrations give (${expectation.applied.length})`;
  const count = found.length === 1 ? "1 difference" : `${found.length} differences`;
  return reportOf(project, "drift", {
    verdict: found.length === 0 ? "no-drift" : "drift",
    success: found.length === 0,
    reasons:
      found.length === 0
        ? [`${shown} is ${should}`]
        : [`${count} between ${shown} and ${should}`, remedy(project, compared)],
    data: {
      target: shown,
      comparedWith: expectation.kind,
      applied: expectation.kind === "schema" ? [] : expectation.applied.map((one) => one.version),
      differences: found.map(differenceData),
      ignored,
      notes,
    },
    sections: [
      ...textSection("drift", found.map(driftLine)),
      ...textSection(
        "ignored by specline.json",
        ignored.map((one) => `${one.text} (${one.reason})`),
      ),
      ...textSection("notes", notes),
    ],
  });
}

function differenceData(one: CatalogDifference) {
  const facts = one.facts.map(({ name, actual, wanted }) => ({ name, actual, expected: wanted }));
  return { kind: one.kind, object: one.name, change: one.change, text: driftLine(one), facts };
}

function remedy({ project }: DatabaseProject, { connection }: Compared): string {
  const ways = `Take what is meant into the schema and plan it with \`nx run ${project}:diff\`, or undo it by hand.`;
  if (connection.kind === "embedded") return ways;
  const { source } = connection;
  const from = source === "DATABASE_URL" ? "env:DATABASE_URL" : source === "--connection" ? connection.url : source;
  return `${ways} \`nx run ${project}:diff --from=${from} --dry-run\` shows the statements.`;
}
