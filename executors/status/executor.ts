import type { ExecutorContext } from "@nx/devkit";
import { runCommand } from "../../tools/schema-engine/commands/run-command";
import { status } from "../../tools/schema-engine/commands/status";
import { textOption } from "../../tools/workspace/text-option";

export interface StatusExecutorOptions {
  readonly connection?: string | number;
  readonly embedded?: boolean;
  readonly format?: "text" | "json";
}

/** Nx adapter: see docs/commands/status.md. */
export default async function statusExecutor(
  options: StatusExecutorOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const project = context.projectName ?? "";
  const projectRoot = context.projectsConfigurations.projects[project]?.root ?? "";
  const { format = "text" } = options;
  return runCommand(
    { workspaceRoot: context.root, project, projectRoot, target: context.targetName ?? "status", format },
    (database) => status(database, { connection: textOption(options.connection), isEmbedded: options.embedded }),
  );
}
