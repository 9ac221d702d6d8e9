import type { ExecutorContext } from "@nx/devkit";
import { runCommand } from "../../tools/schema-engine/commands/run-command";
import { seed } from "../../tools/schema-engine/commands/seed";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";
import { textOption } from "../../tools/workspace/text-option";

export interface SeedExecutorOptions {
  readonly rows?: number;
  readonly seed?: number;
  readonly connection?: string | number;
  readonly embedded?: boolean;
  readonly format?: "text" | "json";
}

/** Nx adapter: see docs/commands/seed.md. */
export default async function seedExecutor(
  options: SeedExecutorOptions,
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
      target: context.targetName ?? "seed",
      format,
      numbers: refusedNumbers(__dirname, options),
    },
    (database) =>
      seed(database, {
        rows: options.rows,
        seed: options.seed,
        connection: textOption(options.connection),
        isEmbedded: options.embedded,
      }),
  );
}
