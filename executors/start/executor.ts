import type { ExecutorContext } from "@nx/devkit";
import { Refused } from "../../tools/report/refused";
import { formatProblems } from "../../tools/schema-engine/commands/format-problems";
import { runUntilStopped, startDatabase } from "../../tools/schema-engine/commands/start";

export interface StartExecutorOptions {
  readonly rows?: number;
  readonly seed?: number;
}

/** Nx adapter, continuous: see docs/commands/start.md. */
export default async function startExecutor(
  options: StartExecutorOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const project = context.projectName ?? "";
  const projectRoot = context.projectsConfigurations.projects[project]?.root ?? "";
  const onLine = (line: string) => process.stdout.write(`${line}\n`);
  const frame = {
    workspaceRoot: context.root,
    project,
    projectRoot,
    environment: process.env,
    now: () => new Date(),
    onLine,
  };
  try {
    const { isFailure, reason } = await runUntilStopped(await startDatabase(frame, options));
    onLine(`specline: ${project} stopped (${reason})`);
    return { success: !isFailure };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    onLine(formatProblems(error.problems));
    return { success: false };
  }
}
