import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import { openOutput } from "../../tools/report/output";
import { problem } from "../../tools/report/problem";
import { checkTypes } from "../../tools/typescript/check-types";
import { typecheckReport } from "./typecheck-report";

export interface TypecheckOptions {
  readonly directory: string | number;
  readonly format?: "text" | "json";
}

/** Checks the types of an API's application, generated and hand-written files alike. */
export default async function typecheck(
  options: TypecheckOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const project = context.projectName ?? "";
  const { format = "text" } = options;
  const output = openOutput({ workspaceRoot: context.root, project, target: "typecheck", format });
  const tsconfig = `${options.directory}/tsconfig.json`;
  if (!existsSync(join(context.root, tsconfig))) {
    const folder = context.projectsConfigurations?.projects[project]?.root ?? `specs/${project}`;
    return output.refuse([problem("typecheck/no-application", { path: tsconfig, project, folder })]);
  }
  output.line(`specline: checking the types of ${options.directory}`);
  return output.finish(typecheckReport(project, await checkTypes(context.root, tsconfig)));
}
