import type { ExecutorContext } from "@nx/devkit";
import { endWithParent } from "../../tools/process/end-with-parent";
import { untilStopped } from "../../tools/process/until-stopped";
import { Refused } from "../../tools/report/refused";
import { formatProblems } from "../../tools/schema-engine/commands/format-problems";
import { runUntilStopped, startDatabase } from "../../tools/schema-engine/commands/start";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";

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
  endWithParent();
  const numbers = refusedNumbers(__dirname, options);
  if (numbers.length > 0) {
    onLine(formatProblems(numbers));
    return { success: false };
  }
  try {
    const database = await startDatabase(frame, options);
    const stop = untilStopped();
    const { isFailure, reason } = await runUntilStopped(database, stop);
    stop.dispose();
    onLine(`specline: ${project} stopped (${reason})`);
    return { success: !isFailure };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    onLine(formatProblems(error.problems));
    return { success: false };
  }
}
