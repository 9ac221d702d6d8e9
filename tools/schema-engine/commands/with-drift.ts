import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { CatalogDifference } from "../../postgres/catalog-snapshot/compare-snapshots";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { driftLine } from "../drift/drift-line";
import type { Migration } from "../migrations/migration";
import type { History } from "../runner/history";
import { type ComparisonRequest, compareLive, foundDrift } from "./compare-live";
import type { DatabaseProject } from "./database-project";

const shownLines = 10;

/** Whether PostgreSQL refused a statement of a file: what others changed may be why. */
function isStatementFailure(error: unknown): error is Refused {
  return error instanceof Refused && error.problems.some((one) => one.code === "migration/statement-failed");
}

/** A refusal of a statement with what others changed, as `drift` tells it; any other error as it is. */
export function namingDrift(
  error: unknown,
  { project }: DatabaseProject,
  target: string,
  differences: readonly CatalogDifference[],
): unknown {
  if (!isStatementFailure(error) || differences.length === 0) return error;
  const lines = differences.slice(0, shownLines).map((one) => `  - ${driftLine(one)}`);
  const rest = differences.length - lines.length;
  const told = [...lines, ...(rest > 0 ? [`  - and ${rest} more`] : [])].join("\n");
  return new Refused([...error.problems, problem("migration/target-drifted", { target, differences: told, project })]);
}

/**
 * A refusal of a statement with the drift of its target, if there is any. Whatever stands in the way of looking is said and takes nothing
 * from the refusal.
 */
export async function withDrift(
  error: unknown,
  project: DatabaseProject,
  request: ComparisonRequest,
): Promise<unknown> {
  if (!isStatementFailure(error)) return error;
  const { shown } = request.database;
  try {
    const { live, expectation, differences } = await compareLive(project, request);
    if (expectation.kind !== "migrations" || isBegun(live.history, expectation.applied)) return error;
    const found = foundDrift(differences, request.config).filter((one) => !isLeftByBuild(one, live.snapshot));
    return namingDrift(error, project, shown, found);
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    project.onLine(`specline: whether others changed ${shown} could not be looked for: ${why}`);
    return error;
  }
}

/** An invalid index is what a build leaves that fails, and this one may have just failed. */
function isLeftByBuild({ kind, name, change }: CatalogDifference, { objects }: CatalogSnapshot): boolean {
  if (kind !== "index" || change !== "additional") return false;
  return objects.some((one) => one.kind === kind && one.name === name && one.facts["is valid"] === false);
}

/** What a version has done that is not done would be taken for the work of others. */
function isBegun(history: History | undefined, applied: readonly Migration[]): boolean {
  const done = new Set(applied.map((one) => one.version));
  return history?.statements.some((one) => !done.has(one.version)) ?? false;
}
