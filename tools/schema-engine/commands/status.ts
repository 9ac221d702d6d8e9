import { resolveConnection } from "../../postgres/connection/resolve-connection";
import { openDatabase } from "../../postgres/open-database";
import { Refused } from "../../report/refused";
import type { Report } from "../../report/report";
import { checkHistory } from "../runner/check-history";
import { checkHistoryRights } from "../runner/check-history-rights";
import { halfAppliedPlans, halfAppliedProblem } from "../runner/half-applied";
import { readHistory } from "../runner/history";
import { migrationRunner } from "../runner/migration-lock";
import { type DatabaseProject, migrationFolder, readDatabaseConfig } from "./database-project";
import { reportOf } from "./report-of";

export interface StatusOptions {
  readonly connection?: string | undefined;
  readonly isEmbedded?: boolean | undefined;
}

/** What is applied and what is pending. Parses no SQL, so a broken file does not hide the state of the database. */
export async function status(project: DatabaseProject, options: StatusOptions): Promise<Report> {
  const config = readDatabaseConfig(project);
  const connection = resolveConnection({ ...options, environment: project.environment });
  const folder = migrationFolder(project, undefined, true);
  const problems = [];
  try {
    migrationFolder(project);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    problems.push(...error.problems);
  }
  const database = await openDatabase({ ...project, connection, major: config.postgres });
  try {
    await checkHistoryRights(database.client, database.shown, "read");
    const history = await readHistory(database.client);
    const check = checkHistory(folder, history, database.shown);
    problems.push(...check.problems);
    const appliedAt = new Map(history.applied.map((one) => [one.version, one.appliedAt.toISOString()]));
    const runner = await migrationRunner(database.client);
    const begun = runner === undefined ? "interrupted" : "running";
    const started = new Set(history.statements.map((one) => one.version));
    const stateOf = (version: string) =>
      appliedAt.has(version) ? "applied" : started.has(version) ? begun : "pending";
    const rows = folder.migrations.map((one) => [
      one.version,
      one.name,
      stateOf(one.version),
      appliedAt.get(one.version) ?? "",
      one.down === undefined ? "none" : (one.header.downRating ?? "not rated"),
    ]);
    const pending = check.pending.map((one) => one.version);
    // Between two parts of a run a plan is half applied, and nobody has to do anything.
    const half = runner === undefined ? halfAppliedPlans(folder, history) : [];
    const state = pending.length === 0 ? "up-to-date" : half.length > 0 ? "half-applied" : "pending";
    return reportOf(project, "status", {
      verdict: problems.length > 0 ? "inconsistent" : state,
      success: problems.length === 0,
      reasons: [
        ...(problems.length > 0
          ? problems.map((one) => one.message)
          : [`${check.applied.length} applied, ${pending.length} pending`]),
        ...(runner === undefined ? [] : [`a migration runs now: ${runner}`]),
        ...half.map((one) => halfAppliedProblem(one, database.shown)).map((one) => `${one.message} ${one.hint}`),
      ],
      data: {
        target: database.shown,
        applied: check.applied.map((one) => one.version),
        pending,
        halfApplied: half.map((one) => one.plan.id),
      },
      sections: [
        {
          kind: "table",
          title: "migrations",
          columns: [
            { title: "version" },
            { title: "name" },
            { title: "state" },
            { title: "applied at" },
            { title: "down" },
          ],
          rows,
        },
      ],
    });
  } finally {
    await database.close();
  }
}
