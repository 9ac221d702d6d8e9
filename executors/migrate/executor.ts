import type { ExecutorContext } from "@nx/devkit";
import { migrate } from "../../tools/schema-engine/commands/migrate";
import { runCommand } from "../../tools/schema-engine/commands/run-command";
import { textOption } from "../../tools/workspace/text-option";

export interface MigrateExecutorOptions {
  readonly dryRun?: boolean;
  readonly preflight?: boolean;
  readonly file?: string | number;
  readonly connection?: string | number;
  readonly embedded?: boolean;
  readonly shadowUrl?: string | number;
  readonly format?: "text" | "json";
}

/** Nx adapter: see docs/commands/migrate.md. */
export default async function migrateExecutor(
  options: MigrateExecutorOptions,
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
      target: context.targetName ?? "migrate",
      format,
      shadowUrl: textOption(options.shadowUrl),
    },
    (database) =>
      migrate(database, {
        isDryRun: options.dryRun,
        isPreflight: options.preflight,
        file: textOption(options.file),
        connection: textOption(options.connection),
        isEmbedded: options.embedded,
      }),
  );
}
