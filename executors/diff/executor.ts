import type { ExecutorContext } from "@nx/devkit";
import { diff } from "../../tools/schema-engine/commands/diff";
import { runCommand } from "../../tools/schema-engine/commands/run-command";
import { textOption } from "../../tools/workspace/text-option";

export interface DiffExecutorOptions {
  readonly name?: string | number;
  readonly from?: string | number;
  readonly to?: string | number;
  readonly output?: string | number;
  readonly allowHazards?: string | number;
  readonly dryRun?: boolean;
  readonly ignore?: string | number;
  readonly shadowUrl?: string | number;
  readonly expandContract?: boolean;
  readonly archive?: boolean;
  readonly format?: "text" | "json";
}

/** Nx adapter: see docs/commands/diff.md. */
export default async function diffExecutor(
  options: DiffExecutorOptions,
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
      target: context.targetName ?? "diff",
      format,
      ignore: textOption(options.ignore),
      shadowUrl: textOption(options.shadowUrl),
    },
    (database) =>
      diff(database, {
        name: textOption(options.name),
        from: textOption(options.from),
        to: textOption(options.to),
        output: textOption(options.output),
        allowHazards: textOption(options.allowHazards),
        isDryRun: options.dryRun,
        isExpanding: options.expandContract,
        isArchiving: options.archive,
      }),
  );
}
