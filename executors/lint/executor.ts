import type { ExecutorContext } from "@nx/devkit";
import { lint } from "../../tools/schema-engine/commands/lint";
import { runCommand } from "../../tools/schema-engine/commands/run-command";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";
import { textOption } from "../../tools/workspace/text-option";

export interface LintExecutorOptions {
  readonly latest?: number;
  readonly file?: string | number;
  readonly shadowUrl?: string | number;
  readonly format?: "text" | "json";
}

/** Nx adapter: see docs/commands/lint.md. */
export default async function lintExecutor(
  options: LintExecutorOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const project = context.projectName ?? "";
  const projectRoot = context.projectsConfigurations.projects[project]?.root ?? "";
  const { format = "text" } = options;
  const numbers = refusedNumbers(__dirname, options);
  return runCommand(
    {
      workspaceRoot: context.root,
      project,
      projectRoot,
      target: context.targetName ?? "lint",
      format,
      numbers,
      shadowUrl: textOption(options.shadowUrl),
    },
    (database) => lint(database, { latest: options.latest, file: textOption(options.file) }),
  );
}
