import { type CatalogDifference, compareSnapshots } from "../../postgres/catalog-snapshot/compare-snapshots";
import type { OpenDatabase } from "../../postgres/open-database";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { DatabaseConfig } from "../../workspace/project-config";
import { type Expectation, type ExpectedState, expectedState } from "../drift/expected-state";
import { type LiveState, readLiveState } from "../drift/read-live-state";
import type { MigrationFolder } from "../migrations/read-migrations";
import { checkHistory } from "../runner/check-history";
import { defaultRunOptions, type RunOptions } from "../runner/run-request";
import type { DatabaseProject } from "./database-project";
import { refuseUnmodelled } from "./modelled-snapshot";
import { withShadow } from "./with-shadow";

export interface LiveComparison {
  readonly live: LiveState;
  readonly expectation: Expectation;
  readonly expected: ExpectedState;
  /** What the live database has otherwise than it should. */
  readonly differences: readonly CatalogDifference[];
}

export interface ComparisonRequest {
  readonly database: OpenDatabase;
  readonly config: DatabaseConfig;
  /** What the database should be: what is applied of a folder, or a schema. */
  readonly source: MigrationFolder | Extract<Expectation, { kind: "schema" }>;
  readonly run?: Partial<RunOptions> | undefined;
}

/** Compares a live database, which is only read, with what it should be, made on a shadow. Throws `Refused`. */
export async function compareLive(
  project: DatabaseProject,
  { database, config, source, run }: ComparisonRequest,
): Promise<LiveComparison> {
  const { shown } = database;
  const live = await readLiveState({ ...database, ...defaultRunOptions, onLine: project.onLine, ...run });
  refuseUnmodelled(live.snapshot, shown, config);
  const expectation = "kind" in source ? source : appliedOf(project, source, live, shown);
  const expected = await withShadow(project, database.major, [database.client], (shadow) =>
    expectedState(shadow, expectation, database.client, live.ownRoles),
  );
  refuseUnmodelled(expected.snapshot, expectation.kind === "schema" ? expectation.path : expectation.folder, config);
  return { live, expectation, expected, differences: compareSnapshots(live.snapshot, expected.snapshot) };
}

/** Those that count and that nobody has said to ignore. */
export function foundDrift(
  differences: readonly CatalogDifference[],
  { ignore }: DatabaseConfig,
): readonly CatalogDifference[] {
  const ignored = new Set(ignore.map((one) => one.kind));
  return differences.filter((one) => !one.isNote && !ignored.has(one.kind));
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
