import { basename } from "node:path";
import type { Shadow, ShadowDatabase } from "../../postgres/shadow";
import type { JsonValue } from "../../report/json";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { Report, Section } from "../../report/report";
import { lintScript, type ScriptFinding, type ScriptLint } from "../lint/lint-script";
import { groupByPlan } from "../migrations/migration";
import { readScript, type Script } from "../migrations/read-script";
import { refusedKinds, remedyOf } from "../plan/hazard";
import { makeRoles } from "../source/make-roles";
import { replayScript } from "../source/replay";
import { namedRoles } from "../sql/named-roles";
import { type DatabaseProject, migrationFolder, readDatabaseConfig } from "./database-project";
import { reportOf, textSection } from "./report-of";
import { withShadow } from "./with-shadow";

export interface LintOptions {
  /** Only this many of the last migrations; none: all. */
  readonly latest?: number | undefined;
  /** Only this migration, by its file name. */
  readonly file?: string | undefined;
}

/**
 * What each statement of the migrations locks, rewrites, reads, deletes and breaks, measured on a shadow where the migrations before it have
 * run and its tables have rows. Throws `Refused` for a file that PostgreSQL refuses.
 */
export async function lint(project: DatabaseProject, options: LintOptions): Promise<Report> {
  const config = readDatabaseConfig(project);
  const folder = migrationFolder(project, undefined, true);
  const { migrations, shownPath } = folder;
  const wanted = options.file === undefined ? undefined : basename(options.file);
  if (wanted !== undefined && !migrations.some((one) => one.upFile === wanted)) {
    throw new Refused([problem("migration/no-such-file", { file: wanted, folder: shownPath })]);
  }
  const first = options.latest === undefined ? 0 : Math.max(0, migrations.length - options.latest);
  project.onLine(`target: ${shownPath} (watched on a shadow, PostgreSQL ${config.postgres})`);
  return withShadow(project, config.postgres, [], async (shadow) => {
    const base = await shadow.createDatabase();
    const linted: ScriptLint[] = [];
    const plans = groupByPlan(migrations);
    const scripts = await Promise.all(
      migrations.map((one) => readScript({ path: `${shownPath}/${one.upFile}`, text: one.up })),
    );
    await lendNamedRoles(shadow, base, scripts);
    for (const [index, migration] of migrations.entries()) {
      const script = scripts[index] as Script;
      if (wanted === undefined ? index >= first : migration.upFile === wanted) {
        const plan = plans.find((one) => one.migrations.includes(migration));
        linted.push(await lintScript(shadow, base, script, plan?.migrations[0]?.up));
      }
      await replayOn(shadow, base, script);
    }
    return lintReport(project, linted);
  });
}

/** Roles belong to the server, so migrations name some that they do not create. */
async function lendNamedRoles(shadow: Shadow, base: ShadowDatabase, scripts: readonly Script[]): Promise<void> {
  const nodes = scripts.flatMap((one) => one.statements.map(({ node }) => node));
  const created = nodes.flatMap((node) => ("CreateRoleStmt" in node ? [node.CreateRoleStmt.role ?? ""] : []));
  const named = nodes.flatMap((node) => namedRoles(node).map((one) => one.name));
  const client = await shadow.connect(base);
  try {
    await makeRoles(
      client,
      named.filter((one) => !created.includes(one)),
    );
  } finally {
    await client.end();
  }
}

async function replayOn(shadow: Shadow, database: ShadowDatabase, script: Script): Promise<void> {
  const client = await shadow.connect(database);
  try {
    await replayScript(client, script);
  } finally {
    await client.end();
  }
}

function lintReport(project: DatabaseProject, linted: readonly ScriptLint[]): Report {
  const findings = linted.flatMap((one) => one.findings);
  const refused = findings.filter((one) => refusedKinds.includes(one.hazard.kind) && one.accepted === undefined);
  const accepted = findings.filter((one) => one.accepted !== undefined);
  const count = (number: number, what: string) => `${number} ${what}${number === 1 ? "" : "s"}`;
  return reportOf(project, "lint", {
    verdict: refused.length > 0 ? "hazards" : findings.length > accepted.length ? "notes" : "clean",
    success: refused.length === 0,
    reasons: [
      `${count(linted.length, "migration")}, ${count(refused.length, "hazard")}, ${count(findings.length - refused.length - accepted.length, "note")}, ${accepted.length} accepted`,
      ...(refused.length === 0
        ? []
        : ["A hazard that is meant: `-- specline:accept <KIND> <reason>` at the top of its file."]),
    ],
    data: { files: linted.map(fileData) },
    sections: [
      ...linted.flatMap((one) =>
        textSection(one.file, one.findings.filter((f) => f.accepted === undefined).flatMap(lines)),
      ),
      ...textSection(
        "accepted",
        accepted.map((one) => `${placeOf(one)} ${one.hazard.kind}: ${one.accepted}`),
      ),
      ...textSection(
        "watched without rows",
        linted.flatMap((one) => one.notes),
      ),
      lockTable(linted),
    ],
  });
}

function fileData({ file, findings, statements, notes }: ScriptLint): JsonValue {
  return {
    file,
    findings: findings.map(({ hazard, line, column, accepted }) => ({
      kind: hazard.kind,
      level: refusedKinds.includes(hazard.kind) ? "hazard" : "note",
      line,
      column,
      text: hazard.text,
      object: hazard.object,
      lock: hazard.lock ?? null,
      blocks: hazard.blocks ?? null,
      remedy: remedyOf(hazard),
      accepted: accepted ?? null,
    })),
    statements: statements.map((one) => ({ ...one, locks: one.locks.map((lock) => ({ ...lock })) })),
    notes,
  };
}

function lines(finding: ScriptFinding): readonly string[] {
  const { hazard } = finding;
  const level = refusedKinds.includes(hazard.kind) ? "hazard" : "note";
  return [`${placeOf(finding)}: ${level}: ${hazard.text} [${hazard.kind}]`, `  hint: ${remedyOf(hazard)}`];
}

function placeOf({ file, line, column }: ScriptFinding): string {
  return `${file}:${line}:${column}`;
}

function lockTable(linted: readonly ScriptLint[]): Section {
  const rows = linted.flatMap(({ file, statements }) =>
    statements.flatMap(({ line, locks }) =>
      locks.filter((one) => !one.isNew).map((one) => [`${basename(file)}:${line}`, one.table, one.lock, one.blocks]),
    ),
  );
  const columns = ["statement", "table", "lock", "blocks"].map((title) => ({ title }));
  return { kind: "table", title: "locks", columns, rows };
}
