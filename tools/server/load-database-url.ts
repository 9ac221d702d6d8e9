import { resolveConnection } from "../postgres/connection/resolve-connection";
import { type Problem, problem } from "../report/problem";
import { Refused } from "../report/refused";
import { readRunFile } from "../workspace/run-file";

export interface LoadDatabase {
  readonly url: string;
  /** For the first line of output, without the password. */
  readonly shown: string;
}

const variable = "SPECLINE_LOADTEST_DATABASE_URL";

/**
 * The database that a server under load works on: --connection, SPECLINE_LOADTEST_DATABASE_URL, the running embedded server.
 * Never DATABASE_URL: Nx loads `.env` files into tasks, and a load test must not find a production database there.
 */
export function loadDatabaseUrl(
  workspaceRoot: string,
  api: string,
  database: string,
  connection: string | undefined,
): LoadDatabase | readonly Problem[] {
  const named = connection ?? (process.env[variable] ? `env:${variable}` : undefined);
  if (named === undefined) {
    const running = readRunFile(workspaceRoot, database);
    if (running === undefined) return [problem("serve/no-database", { project: api, database })];
    return { url: running.url, shown: `the running ${database}` };
  }
  try {
    const found = resolveConnection({ connection: named, environment: process.env });
    if (found.kind === "url") return { url: found.url, shown: `${found.shown} (${found.source})` };
    return [problem("serve/no-database", { project: api, database })];
  } catch (error) {
    if (error instanceof Refused) return error.problems.filter((one) => "code" in one) as readonly Problem[];
    throw error;
  }
}
