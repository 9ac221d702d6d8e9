import type { ExecutorContext } from "@nx/devkit";
import { drift } from "../../tools/schema-engine/commands/drift";
import { runCommand } from "../../tools/schema-engine/commands/run-command";
import { textOption } from "../../tools/workspace/text-option";

export interface DriftExecutorOptions {
  readonly to?: "migrations" | "schema";
  readonly connection?: string | number;
  readonly embedded?: boolean;
  readonly ignore?: string | number;
  readonly shadowUrl?: string | number;
  readonly format?: "text" | "json";
}

/** Nx adapter: see docs/commands/drift.md. */
export default async function driftExecutor(
  options: DriftExecutorOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const project = context.projectName ?? "";
  const projectRoot = context.projectsConfigurations.projects[project]?.root ?? "";
  const { format = "text", to } = options;
  const connection = textOption(options.connection);
  return runCommand(
    {
      workspaceRoot: context.root,
      project,
      projectRoot,
      target: context.targetName ?? "drift",
      format,
      ignore: textOption(options.ignore),
      shadowUrl: textOption(options.shadowUrl),
    },
    (database) => drift(database, { to, connection, isEmbedded: options.embedded }),
  );
}
