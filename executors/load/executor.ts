import type { ExecutorContext } from "@nx/devkit";
import { runBaseline } from "../../tools/k6/baseline/run-baseline";
import { runComparison } from "../../tools/k6/compare/run-comparison";
import { reportMerged } from "../../tools/k6/report-merged";
import { runLoadTest } from "../../tools/k6/run-load-test";
import { randomOf } from "../../tools/random/random";
import { openOutput } from "../../tools/report/output";
import { readApiConfig } from "../../tools/workspace/read-api-config";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";
import { type LoadOptions, planLoad, planMerge } from "./plan-load";

/** An ad-hoc load test: of one request, or of the operations of the project's API. */
export default async function load(options: LoadOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  const workspaceRoot = context.root;
  const project = context.projectName ?? "workspace";
  const output = openOutput({ workspaceRoot, project, target: "load", format: options.format ?? "text" });
  const numbers = refusedNumbers(__dirname, options);
  if (numbers.length > 0) return output.refuse(numbers);
  const projectRoot = context.projectsConfigurations.projects[project]?.root ?? `specs/${project}`;
  const { directory = `apps/${project}`, output: folder = "src" } = readApiConfig(workspaceRoot, projectRoot) ?? {};
  if (options.merge !== undefined) {
    const merge = planMerge(options, options.merge, workspaceRoot, `${directory}/${folder}`);
    if (!("patterns" in merge)) return output.refuse(merge);
    return reportMerged({ workspaceRoot, project, target: "load", output, ...merge });
  }
  const plan = planLoad(options, { workspaceRoot, api: project, directory, source: `${directory}/${folder}` });
  if (!("plan" in plan)) return output.refuse(plan);
  const { comparison, baselines, ...load } = plan;
  const test = { workspaceRoot, project, target: "load", output, ...load, random: randomOf(project) };
  if (comparison !== undefined) return runComparison({ ...test, ...comparison });
  return baselines === undefined ? runLoadTest(test) : runBaseline({ ...test, ...baselines });
}
