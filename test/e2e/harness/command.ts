import { join } from "node:path";
import { type RunOutcome, run } from "../../../tools/process/run";

/** Quiet Nx, and nothing of the machine that could decide a test: no database, no CI mode, no saved settings. */
export function environment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const { DATABASE_URL: _a, SPECLINE_LOADTEST_DATABASE_URL: _b, CI: _c, NODE_OPTIONS: _d, ...rest } = process.env;
  const inherited = Object.entries(rest).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !/^(npm_|VITEST|NX_)/i.test(entry[0]),
  );
  return {
    ...Object.fromEntries(inherited),
    NX_DAEMON: "false",
    NX_ISOLATE_PLUGINS: "false",
    NX_TUI: "false",
    NX_NO_CLOUD: "true",
    NO_COLOR: "1",
    FORCE_COLOR: "0",
    ...more,
  };
}

export async function execute(
  directory: string,
  program: string,
  parts: readonly string[],
  more?: Readonly<Record<string, string>>,
): Promise<RunOutcome> {
  return run({ program, arguments: parts, directory, environment: environment(more) });
}

/** Fails the test with what the program said, where a failure of it is not what the test is about. */
export async function must(
  directory: string,
  program: string,
  parts: readonly string[],
  more?: Readonly<Record<string, string>>,
): Promise<string> {
  const outcome = await execute(directory, program, parts, more);
  if (outcome.exitCode !== 0)
    throw new Error(`${program} ${parts.join(" ")}\n${outcome.summary}\n${outcome.stdout}\n${outcome.stderr}`);
  return outcome.stdout;
}

/** The workspace's own Nx, as a user's `npx nx` would start it. */
export function nx(
  directory: string,
  parts: readonly string[],
  more?: Readonly<Record<string, string>>,
): Promise<RunOutcome> {
  return execute(directory, process.execPath, [join(directory, "node_modules/nx/dist/bin/nx.js"), ...parts], more);
}

export function git(directory: string, ...parts: readonly string[]): Promise<string> {
  const identity = ["-c", "user.name=e2e", "-c", "user.email=e2e@invalid", "-c", "commit.gpgsign=false"];
  return must(directory, "git", [...identity, ...parts]);
}
