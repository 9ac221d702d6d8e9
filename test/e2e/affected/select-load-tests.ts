import { join } from "node:path";
import { run } from "../../../tools/process/run";
import { environment, nx } from "../harness/command";

export interface Selection {
  readonly head: string;
  readonly all: readonly string[];
  readonly taskBased: readonly string[];
  readonly legacy: readonly string[];
}

/** What Nx selects for each commit against a base, from one process that calls what `nx affected` calls. */
export async function selectLoadTests(
  directory: string,
  base: string,
  heads: readonly string[],
): Promise<readonly Selection[]> {
  const outcome = await run({
    program: process.execPath,
    arguments: [join(__dirname, "select-load-tests.cjs")],
    directory,
    environment: environment(),
    input: heads.map((head) => `${base} ${head}\n`).join(""),
  });
  if (outcome.exitCode !== 0) throw new Error(`${outcome.summary}\n${outcome.stdout}\n${outcome.stderr}`);
  const lines = outcome.stdout.split("\n").filter((line) => line.startsWith("selected "));
  return lines.map((line) => JSON.parse(line.slice("selected ".length)) as Selection);
}

/** The same from the command itself, for the commit that is checked out. */
export async function selectWithCommand(
  directory: string,
  base: string,
  isLegacy: boolean,
): Promise<readonly string[]> {
  const outcome = await nx(
    directory,
    ["affected", "-t", "loadtest", `--base=${base}`, "--head=HEAD", "--graph=stdout"],
    { NX_LEGACY_AFFECTED: String(isLegacy) },
  );
  if (outcome.exitCode !== 0) throw new Error(`${outcome.summary}\n${outcome.stdout}\n${outcome.stderr}`);
  const graph = JSON.parse(outcome.stdout.slice(outcome.stdout.indexOf("{"))) as {
    tasks: { tasks: Record<string, { target: { project: string; target: string } }> };
  };
  return Object.values(graph.tasks.tasks)
    .filter(({ target }) => target.target === "loadtest")
    .map(({ target }) => target.project)
    .sort();
}
