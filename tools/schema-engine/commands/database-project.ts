import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { DatabaseConfig } from "../../workspace/project-config";
import type { FolderLockRequest } from "../migrations/folder-lock";
import { type MigrationFolder, readMigrations } from "../migrations/read-migrations";
import { defaultRunOptions, type RunOptions } from "../runner/run-request";
import { defaultTimeouts } from "../timeouts/default-timeouts";
import { readTimeouts } from "../timeouts/read-timeouts";
import { ignoredKinds } from "./ignored-kinds";

/** Everything that a command on a database needs to know of its surroundings; tests make one by hand. */
export interface DatabaseProject {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Name of the Nx project. */
  readonly project: string;
  /** Relative to the workspace, with `/`: where schema.sql and migrations/ are. */
  readonly projectRoot: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Versions of migrations come from it. */
  readonly now: () => Date;
  readonly onLine: (line: string) => void;
  /** Kinds of objects to leave out, as `database/unmodelled-objects` calls them, separated by commas; besides those of specline.json. */
  readonly ignore?: string | undefined;
  /** `env:NAME` of a scratch server of the team's; none: a shadow of our own. */
  readonly shadowUrl?: string | undefined;
}

const defaultConfig: DatabaseConfig = {
  kind: "database",
  engine: "delta",
  postgres: 18,
  ignore: [],
  timeouts: defaultTimeouts,
};

function configPath(project: DatabaseProject): string {
  return `${project.projectRoot}/specline.json`;
}

/**
 * The committed specline.json, or the default. Throws `Refused` when it cannot be one.
 *
 * @param ignorable what `--ignore` of the command may name
 */
export function readDatabaseConfig(
  project: DatabaseProject,
  ignorable: "all" | "unmodelled" = "unmodelled",
): DatabaseConfig {
  const file = configPath(project);
  const path = join(project.workspaceRoot, file);
  const ignoredHere = ignoredKinds(project.ignore, ignorable).map((kind) => ({ kind, reason: "--ignore" }));
  if (!existsSync(path)) return { ...defaultConfig, ignore: ignoredHere };
  const invalid = (reason: string) => new Refused([problem("database/config-invalid", { file, reason })]);
  let config: Partial<DatabaseConfig>;
  try {
    config = JSON.parse(readFileSync(path, "utf8")) as Partial<DatabaseConfig>;
  } catch (error) {
    throw invalid((error as Error).message);
  }
  if (config === null || config.kind !== "database") throw invalid('"kind" is not "database"');
  if (config.engine !== "delta" && config.engine !== "atlas") throw invalid('"engine" is neither "delta" nor "atlas"');
  if (typeof config.postgres !== "number" || !Number.isInteger(config.postgres) || config.postgres < 15)
    throw invalid('"postgres" is no version from 15');
  const ignore = config.ignore ?? [];
  if (!Array.isArray(ignore) || ignore.some((one) => typeof one?.kind !== "string" || typeof one.reason !== "string")) {
    throw invalid('"ignore" is not a list of {"kind", "reason"}');
  }
  const timeouts = readTimeouts(config.timeouts ?? {});
  if (typeof timeouts === "string") throw invalid(timeouts);
  return {
    kind: "database",
    engine: config.engine,
    postgres: config.postgres,
    ignore: [...ignore, ...ignoredHere],
    timeouts,
  };
}

export function migrationFolder(project: DatabaseProject, output = "migrations", isUnchecked = false): MigrationFolder {
  const shown = `${project.projectRoot}/${output}`;
  return readMigrations(join(project.workspaceRoot, shown), shown, project.project, isUnchecked);
}

/** Of a command that writes the folder. */
export function lockOf(
  project: DatabaseProject,
  folder: MigrationFolder,
  command: string,
  run: Partial<RunOptions> = {},
): FolderLockRequest {
  const { waitMs } = { ...defaultRunOptions, ...run };
  return { ...folder, holder: `${project.project}:${command}`, waitMs, onLine: project.onLine };
}

/** A plan begins where the folder ended when it was read, whoever has written it since. Throws `Refused`. */
export function checkUnchanged(read: MigrationFolder, now: MigrationFolder): void {
  const of = ({ migrations, sum }: MigrationFolder) => JSON.stringify([sum, migrations]);
  if (of(read) !== of(now)) throw new Refused([problem("migration/folder-changed", { folder: read.shownPath })]);
}
