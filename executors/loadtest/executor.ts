import type { ExecutorContext } from "@nx/devkit";
import { readApiDocument } from "../../tools/graph/read-api-document";
import { cachedResult } from "../../tools/k6/baseline/cached-result";
import { withKeys } from "../../tools/k6/keys/with-keys";
import type { MeasureOptions } from "../../tools/k6/options/measure-options";
import { planRun } from "../../tools/k6/options/plan-run";
import { runKindOf } from "../../tools/k6/options/run-kind";
import { unfitOptions } from "../../tools/k6/options/unfit-options";
import { openOutput } from "../../tools/report/output";
import { findServer } from "../../tools/server/find-server";
import { generatedScripts } from "../../tools/server/generated-script";
import { measuredFiles } from "../../tools/server/measured-files";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";

/** Without those that need a server that Nx did not start, or none. */
export interface LoadtestOptions
  extends Omit<MeasureOptions, "compareUrl" | "compareToken" | "merge" | "expectRateLimit"> {
  readonly api: string | number;
  readonly directory: string | number;
  readonly output?: string | number;
  readonly resource: string | number;
  readonly format?: "text" | "json";
}

/** Runs the load test of one resource against the server of its API. */
export default async function loadtest(
  options: LoadtestOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const workspaceRoot = context.root;
  const api = String(options.api);
  const directory = String(options.directory);
  const resource = String(options.resource);
  const project = context.projectName ?? resource;
  const output = openOutput({ workspaceRoot, project, target: "loadtest", format: options.format ?? "text" });
  const cached = cachedResult(options, process.env);
  const refused = [...refusedNumbers(__dirname, options), ...(cached === undefined ? [] : [cached])];
  if (refused.length > 0) return output.refuse(refused);
  const kind = runKindOf(options);
  if (typeof kind !== "string") return output.refuse([kind]);
  const unfit = unfitOptions(kind, options, ["comparison", "merge"]);
  if (unfit.length > 0) return output.refuse(unfit);
  if (kind === "merge") throw new Error("loadtest has no --merge");
  const scripts = generatedScripts(workspaceRoot, `${directory}/${options.output ?? "src"}`, [resource]);
  if ("code" in scripts) return output.refuse([scripts]);
  const keyed = withKeys(scripts.plans, process.env);
  if (!("plan" in keyed)) return output.refuse(keyed);
  const { giveTo, plan, notes = [], keyed: keyVariables = {} } = keyed;
  const sent = {
    scriptPaths: scripts.scriptPaths,
    plan,
    notes,
    keyed: keyVariables,
    findTarget: giveTo(() => findServer(workspaceRoot, api)),
    subject: { kind: "api", api } as const,
    files: measuredFiles(workspaceRoot, api, directory, scripts.scriptPaths),
  };
  const apiRoot = context.projectsConfigurations.projects[api]?.root ?? `specs/${api}`;
  const readDocument = () => readApiDocument(workspaceRoot, apiRoot);
  const place = { workspaceRoot, project, target: "loadtest", output, readDocument };
  const work = await planRun(kind, options, sent, place);
  return typeof work === "function" ? work() : output.refuse(work);
}
