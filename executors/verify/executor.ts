import type { ExecutorContext } from "@nx/devkit";
import { runCommand } from "../../tools/schema-engine/commands/run-command";
import { verify } from "../../tools/schema-engine/commands/verify";
import { textOption } from "../../tools/workspace/text-option";

export interface VerifyExecutorOptions {
  readonly rehash?: boolean;
  readonly ignore?: string | number;
  readonly shadowUrl?: string | number;
  readonly format?: "text" | "json";
}

/** Nx adapter: see docs/commands/verify.md. */
export default async function verifyExecutor(
  options: VerifyExecutorOptions,
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
      target: context.targetName ?? "verify",
      format,
      ignore: textOption(options.ignore),
      shadowUrl: textOption(options.shadowUrl),
    },
    (database) => verify(database, { isRehash: options.rehash }),
  );
}
