import { connect } from "../../postgres/connection/connect";
import type { OpenDatabase } from "../../postgres/open-database";
import type { DatabaseConfig } from "../../workspace/project-config";
import { defaultRunOptions, type RunOptions } from "../runner/run-request";
import type { DatabaseProject } from "./database-project";

/** How `migrate` and `rollback` run what they run. */
export function runOptions(
  project: DatabaseProject,
  config: DatabaseConfig,
  database: OpenDatabase,
  given: Partial<RunOptions> | undefined,
): RunOptions {
  return {
    ...defaultRunOptions,
    lockTimeoutMs: config.timeouts.lockMs,
    onLine: project.onLine,
    openSession: () => connect(database.url),
    ...given,
  };
}
