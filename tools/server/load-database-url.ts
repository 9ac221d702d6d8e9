import { type Problem, problem } from "../report/problem";
import { readRunFile } from "../workspace/run-file";

export interface LoadDatabase {
  readonly url: string;
  /** Where it came from, for the first line of output. */
  readonly source: string;
}

/**
 * The database that a server under load works on: --connection, SPECLINE_LOADTEST_DATABASE_URL, the running embedded server.
 * Never DATABASE_URL: Nx loads `.env` files into tasks, and a load test must not find a production database there.
 */
export function loadDatabaseUrl(
  workspaceRoot: string,
  api: string,
  database: string,
  connection: string | undefined,
): LoadDatabase | Problem {
  if (connection !== undefined) return readConnection(connection);
  const named = process.env.SPECLINE_LOADTEST_DATABASE_URL;
  if (named) return { url: named, source: "SPECLINE_LOADTEST_DATABASE_URL" };
  const running = readRunFile(workspaceRoot, database);
  if (running === undefined) return problem("serve/no-database", { project: api, database });
  return { url: running.url, source: `the running ${database}` };
}

function readConnection(connection: string): LoadDatabase | Problem {
  const name = /^env:(\w+)$/.exec(connection)?.[1];
  if (name !== undefined) {
    const url = process.env[name];
    return url
      ? { url, source: `--connection=env:${name}` }
      : problem("serve/connection-refused", { reason: `the variable ${name} is not set` });
  }
  const url = URL.canParse(connection) ? new URL(connection) : undefined;
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol))
    return problem("serve/connection-refused", { reason: "it is no postgres:// URL" });
  if (url.password !== "" || url.searchParams.has("password"))
    return problem("serve/connection-refused", { reason: "it holds a password" });
  return { url: connection, source: "--connection" };
}
