import type { CatalogDifference } from "../../postgres/catalog-snapshot/compare-snapshots";
import { type Connection, resolveConnection } from "../../postgres/connection/resolve-connection";
import { openDatabase } from "../../postgres/open-database";
import type { Report } from "../../report/report";
import type { DatabaseConfig } from "../../workspace/project-config";
import { driftLine } from "../drift/drift-line";
import type { RunOptions } from "../runner/run-request";
import { readSchema } from "../source/read-schema";
import { compareLive, foundDrift, type LiveComparison } from "./compare-live";
import { type DatabaseProject, migrationFolder, readDatabaseConfig } from "./database-project";
import { kindOfUnmodelled } from "./modelled-snapshot";
import { reportOf, textSection } from "./report-of";

export interface DriftOptions {
  readonly connection?: string | undefined;
  readonly isEmbedded?: boolean | undefined;
  /** What the database should be: what its applied migrations give, or all of the schema. */
  readonly to?: "migrations" | "schema" | undefined;
  readonly run?: Partial<RunOptions>;
}

/** Compares a live database, which is only read, with what it should be. Throws `Refused`. */
export async function drift(project: DatabaseProject, options: DriftOptions): Promise<Report> {
  const config = readDatabaseConfig(project, "all");
  const connection = resolveConnection({ ...options, environment: project.environment });
  const source = options.to === "schema" ? schemaOf(project) : migrationFolder(project);
  const database = await openDatabase({ ...project, connection, major: config.postgres });
  const { shown } = database;
  try {
    const compared = await compareLive(project, { database, config, source, run: options.run });
    return driftReport(project, { config, connection, shown, ...compared });
  } finally {
    await database.close();
  }
}

function schemaOf(project: DatabaseProject) {
  const files = readSchema(project.workspaceRoot, project.projectRoot);
  return { kind: "schema", path: files[0]?.path ?? "the schema", files } as const;
}

interface Compared extends LiveComparison {
  readonly config: DatabaseConfig;
  readonly connection: Connection;
  readonly shown: string;
}

function driftReport(project: DatabaseProject, compared: Compared): Report {
  const { shown, live, expectation, expected, differences: all } = compared;
  const reasons = new Map(compared.config.ignore.map((one) => [one.kind, one.reason]));
  const found = foundDrift(all, compared.config);
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
