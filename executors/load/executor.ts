import type { ExecutorContext } from "@nx/devkit";
import { readApiDocument } from "../../tools/graph/read-api-document";
import { withTargetRps } from "../../tools/k6/options/with-target-rps";
import { openOutput } from "../../tools/report/output";
import type { ApiConfig } from "../../tools/workspace/project-config";
import { readApiConfig } from "../../tools/workspace/read-api-config";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";
import type { LoadOptions } from "./load-options";
import { planLoad } from "./plan-load";

/** An ad-hoc load test: of one request, or of the operations of the project's API. */
export default async function load(given: LoadOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  const options = withTargetRps(given, process.env);
  const workspaceRoot = context.root;
  const project = context.projectName ?? "workspace";
  const output = openOutput({ workspaceRoot, project, target: "load", format: options.format ?? "text" });
  const numbers = refusedNumbers(__dirname, options);
  if (numbers.length > 0) return output.refuse(numbers);
  const projectRoot = context.projectsConfigurations.projects[project]?.root ?? `specs/${project}`;
  const config: Partial<ApiConfig> = readApiConfig(workspaceRoot, projectRoot) ?? {};
  const { directory = `apps/${project}`, output: folder = "src" } = config;
  const isServed = config.generates === undefined;
  const place = { workspaceRoot, api: project, directory, source: `${directory}/${folder}`, isServed };
  const readDocument = () => readApiDocument(workspaceRoot, projectRoot);
  const work = await planLoad(options, place, { workspaceRoot, project, target: "load", output, readDocument });
  return typeof work === "function" ? work() : output.refuse(work);
}
