import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../tools/process/run";
import { runNx } from "./nx";
import { lastLines, StepFailed, say } from "./step";

export interface Edit {
  /** Relative to the workspace. */
  readonly file: string;
  /** Must occur exactly once. */
  readonly before: string;
  readonly after: string;
}

/**
 * Makes the edit in a throw-away clone of the last commit, lets `nx sync` follow it, commits both, and asks Nx what is affected.
 *
 * @returns the projects whose load test would run, sorted
 */
export async function affectedInAClone(
  workspaceRoot: string,
  edit: Edit,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const clone = mkdtempSync(join(tmpdir(), "specline-demo-"));
  try {
    const git = (...parts: string[]) => runGit(parts, clone, signal);
    await runGit(["clone", "--quiet", "--no-hardlinks", workspaceRoot, clone], workspaceRoot, signal);
    symlinkSync(join(workspaceRoot, "node_modules"), join(clone, "node_modules"));
    const path = join(clone, edit.file);
    const text = readFileSync(path, "utf8");
    if (text.split(edit.before).length !== 2)
      throw new Error(`${edit.file} has changed: the demo's edit no longer fits`);
    writeFileSync(
      path,
      text.replace(edit.before, () => edit.after),
    );

    const sync = await runNx({ arguments: ["sync"], directory: clone, signal });
    if (sync.exitCode !== 0) throw new StepFailed("nx sync failed in the clone", lastLines(sync.stdout + sync.stderr));
    for (const line of (await git("diff", "--stat")).trimEnd().split("\n")) say(`  ${line.trim()}`);
    await git("add", "--all", "--", ".", ":!node_modules");
    await git(
      "-c",
      "user.name=demo",
      "-c",
      "user.email=demo@invalid",
      "commit",
      "--quiet",
      "--message",
      "Edit one operation",
    );

    const affected = await runNx({
      arguments: ["affected", "-t", "loadtest", "--base=HEAD~1", "--head=HEAD", "--graph=stdout"],
      directory: clone,
      signal,
    });
    if (affected.exitCode !== 0)
      throw new StepFailed("nx affected failed in the clone", lastLines(affected.stdout + affected.stderr));
    return selectedProjects(affected.stdout);
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
}

async function runGit(parts: readonly string[], directory: string, signal: AbortSignal): Promise<string> {
  const outcome = await run({ program: "git", arguments: parts, directory, signal });
  if (outcome.exitCode !== 0)
    throw new StepFailed(`git ${parts[0]} failed: ${outcome.summary}`, lastLines(outcome.stderr));
  return outcome.stdout;
}

/** `--graph=stdout` prints the task graph as JSON; other lines may stand before it. */
function selectedProjects(output: string): readonly string[] {
  const graph = JSON.parse(output.slice(output.indexOf("{"))) as {
    tasks: { tasks: Record<string, { target: { project: string; target: string } }> };
  };
  return Object.values(graph.tasks.tasks)
    .filter((task) => task.target.target === "loadtest")
    .map((task) => task.target.project)
    .sort();
}
