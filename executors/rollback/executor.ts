import type { ExecutorContext } from "@nx/devkit";
import { rollback } from "../../tools/schema-engine/commands/rollback";
import { runCommand } from "../../tools/schema-engine/commands/run-command";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";
import { textOption } from "../../tools/workspace/text-option";

export interface RollbackExecutorOptions {
  readonly steps?: number;
  readonly dryRun?: boolean;
  readonly allowLossy?: boolean;
  readonly connection?: string | number;
  readonly embedded?: boolean;
  readonly shadowUrl?: string | number;
  readonly format?: "text" | "json";
}

/** Nx adapter: see docs/commands/rollback.md. */
export default async function rollbackExecutor(
  options: RollbackExecutorOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const project = context.projectName ?? "";
  const projectRoot = context.projectsConfigurations.projects[project]?.root ?? "";
  const { format = "text" } = options;
  return runCommand(
    {
      workspaceRoot: context.root,
      project,
      projectRoot,
      target: context.targetName ?? "rollback",
      format,
      numbers: refusedNumbers(__dirname, options),
      shadowUrl: textOption(options.shadowUrl),
    },
    (database) =>
      rollback(database, {
        steps: options.steps,
        isDryRun: options.dryRun,
        isLossyAllowed: options.allowLossy,
        connection: textOption(options.connection),
        isEmbedded: options.embedded,
      }),
  );
}
