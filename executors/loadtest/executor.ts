import type { ExecutorContext } from "@nx/devkit";
import { readApiDocument } from "../../tools/graph/read-api-document";
import { cachedResult } from "../../tools/k6/baseline/cached-result";
import type { FindTarget } from "../../tools/k6/in-turn";
import { withKeys } from "../../tools/k6/keys/with-keys";
import type { MeasureOptions } from "../../tools/k6/options/measure-options";
import { planRun } from "../../tools/k6/options/plan-run";
import { refusedOption } from "../../tools/k6/options/refused-option";
import { runKindOf } from "../../tools/k6/options/run-kind";
import { unfitOptions } from "../../tools/k6/options/unfit-options";
import { withTargetRps } from "../../tools/k6/options/with-target-rps";
import { openOutput } from "../../tools/report/output";
import { type Problem, problem } from "../../tools/report/problem";
import { findServer } from "../../tools/server/find-server";
import { generatedScripts } from "../../tools/server/generated-script";
import { givenServer } from "../../tools/server/given-server";
import { measuredFiles } from "../../tools/server/measured-files";
import { readApiConfig } from "../../tools/workspace/read-api-config";
import { refusedNumbers } from "../../tools/workspace/refused-numbers";

/** Without those that need a server that Nx did not start, or none. */
export interface LoadtestOptions
  extends Omit<MeasureOptions, "compareUrl" | "compareToken" | "merge" | "expectRateLimit"> {
  readonly api: string | number;
  readonly directory: string | number;
  readonly output?: string | number;
  readonly resource: string | number;
  /** Where the server is, of an API of which only the load tests are generated. */
  readonly server?: string;
  /** Bearer token of that server, as `env:NAME`. */
  readonly serverToken?: string;
  /** Hosts beyond this machine that may be sent load. */
  readonly allowHost?: string | readonly string[];
  readonly format?: "text" | "json";
}

/** Runs the load test of one resource against the server of its API. */
export default async function loadtest(
  given: LoadtestOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const options = withTargetRps(given, process.env);
  const workspaceRoot = context.root;
  const api = String(options.api);
  const directory = String(options.directory);
  const resource = String(options.resource);
  const project = context.projectName ?? resource;
  const output = openOutput({ workspaceRoot, project, target: "loadtest", format: options.format ?? "text" });
  const apiRoot = context.projectsConfigurations.projects[api]?.root ?? `specs/${api}`;
  const isServed = readApiConfig(workspaceRoot, apiRoot)?.generates === undefined;
  const cached = isServed ? cachedResult(options, process.env) : undefined;
  const refused = [...refusedNumbers(__dirname, options), ...(cached === undefined ? [] : [cached])];
  if (refused.length > 0) return output.refuse(refused);
  const kind = runKindOf(options);
  if (typeof kind !== "string") return output.refuse([kind]);
  const unfit = unfitOptions(kind, options, ["comparison", "merge"]);
  if (unfit.length > 0) return output.refuse(unfit);
  if (kind === "merge") throw new Error("loadtest has no --merge");
  const scripts = generatedScripts(workspaceRoot, `${directory}/${options.output ?? "src"}`, [resource]);
  if ("code" in scripts) return output.refuse([scripts]);
  const { scriptPaths } = scripts;
  const find = isServed ? ownServer(workspaceRoot, api, options) : namedServer(api, options, scriptPaths);
  if (typeof find !== "function") return output.refuse(find);
  const keyed = withKeys(scripts.plans, process.env);
  if (!("plan" in keyed)) return output.refuse(keyed);
  const { giveTo, plan, notes = [], keyed: keyVariables = {} } = keyed;
  const sent = {
    scriptPaths,
    plan,
    notes,
    keyed: keyVariables,
    findTarget: giveTo(find),
    subject: { kind: "api", api } as const,
    files: measuredFiles(workspaceRoot, api, directory, scriptPaths),
  };
  const readDocument = () => readApiDocument(workspaceRoot, apiRoot);
  const place = { workspaceRoot, project, target: "loadtest", output, readDocument };
  const work = await planRun(kind, options, sent, place);
  return typeof work === "function" ? work() : output.refuse(work);
}

/** The one that Nx starts before the test. */
function ownServer(workspaceRoot: string, api: string, options: LoadtestOptions): FindTarget | readonly Problem[] {
  const { server, serverToken, allowHost } = options;
  const reason = "this is a test of the server that Nx starts for it";
  const remedy = `Use nx run ${api}:load --resource=${options.resource} with it.`;
  const refused = Object.entries({ server, serverToken, allowHost }).flatMap(([name, value]) =>
    value === undefined ? [] : [refusedOption(name, "…", reason, remedy)],
  );
  return refused.length > 0 ? refused : () => findServer(workspaceRoot, api);
}

/** The one that is named. */
function namedServer(
  api: string,
  options: LoadtestOptions,
  scriptPaths: readonly string[],
): FindTarget | readonly Problem[] {
  const { server, serverToken, allowHost } = options;
  if (server === undefined) return [problem("load/server-not-given", { project: api })];
  return givenServer({ url: server, token: serverToken, allowHost, scriptPaths });
}
