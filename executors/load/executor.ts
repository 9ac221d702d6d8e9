import type { ExecutorContext } from "@nx/devkit";
import { runComparison } from "../../tools/k6/compare/run-comparison";
import { runLoadTest } from "../../tools/k6/run-load-test";
import { randomOf } from "../../tools/random/random";
import { openOutput } from "../../tools/report/output";
import { readApiConfig } from "../../tools/workspace/read-api-config";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";
import { type LoadOptions, planLoad } from "./plan-load";

/** An ad-hoc load test: of one request, or of the operations of the project's API. */
export default async function load(options: LoadOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  const workspaceRoot = context.root;
  const project = context.projectName ?? "workspace";
  const output = openOutput({ workspaceRoot, project, target: "load", format: options.format ?? "text" });
  const numbers = refusedNumbers(__dirname, options);
  if (numbers.length > 0) return output.refuse(numbers);
  const projectRoot = context.projectsConfigurations.projects[project]?.root ?? `specs/${project}`;
  const { directory = `apps/${project}`, output: folder = "src" } = readApiConfig(workspaceRoot, projectRoot) ?? {};
  const plan = planLoad(options, workspaceRoot, project, `${directory}/${folder}`);
  if (!("plan" in plan)) return output.refuse(plan);
  const test = { workspaceRoot, project, target: "load", output };
  return plan.kind === "run"
    ? runLoadTest({ ...test, ...plan })
    : runComparison({ ...test, ...plan, random: randomOf(project) });
}
