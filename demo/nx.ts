import { join } from "node:path";
import { type RunOutcome, run } from "../tools/process/run";

export interface NxRequest {
  readonly arguments: readonly string[];
  /** The workspace to run in. */
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly environment?: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
}

/** Runs this checkout's Nx, without daemon, terminal interface or colours, so that lines can be read and nothing stays behind. */
export function runNx(request: NxRequest): Promise<RunOutcome> {
  return run({
    program: join(request.directory, "node_modules/.bin/nx"),
    arguments: request.arguments,
    directory: request.directory,
    environment: { ...inherited(), ...quiet, ...request.environment },
    signal: request.signal,
    ...(request.onLine === undefined ? {} : { onLine: request.onLine }),
  });
}

const quiet = {
  NX_DAEMON: "false",
  NX_ISOLATE_PLUGINS: "false",
  NX_TUI: "false",
  NX_NO_CLOUD: "true",
  FORCE_COLOR: "0",
  NO_COLOR: "1",
};

/** The demo shows the embedded defaults: a database that the caller's shell or `.env` names must stay out of it. */
function inherited(): Record<string, string> {
  const { DATABASE_URL: _database, SPECLINE_LOADTEST_DATABASE_URL: _loadDatabase, CI: _ci, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
