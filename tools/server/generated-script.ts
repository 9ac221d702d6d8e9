import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPlan, type ScriptPlan } from "../k6/read-plan";
import { type Problem, problem } from "../report/problem";

export interface GeneratedScripts {
  readonly scriptPaths: readonly string[];
  /** Of all of them together. */
  readonly plan: ScriptPlan;
}

/**
 * The load tests of some resources of an application, by the names of their folders.
 *
 * @param source folder of what is generated, such as `apps/shop/src`
 */
export function generatedScripts(
  workspaceRoot: string,
  source: string,
  resources: readonly string[],
): GeneratedScripts | Problem {
  const paths = resources.map((resource) => `${source}/resources/${resource}/generated/load-test.js`);
  const missing = paths.find((path) => !existsSync(join(workspaceRoot, path)));
  if (missing !== undefined) return problem("load/script-missing", { path: missing });
  const scriptPaths = paths.map((path) => join(workspaceRoot, path));
  const plans = scriptPaths.flatMap((path) => readPlan(readFileSync(path, "utf8")) ?? []);
  return {
    scriptPaths,
    plan: {
      operations: plans.flatMap((plan) => plan.operations),
      skipped: plans.flatMap((plan) => plan.skipped),
      requestsPerIteration: plans.reduce((sum, plan) => sum + plan.requestsPerIteration, 0),
      slos: Object.assign({}, ...plans.map((plan) => plan.slos ?? {})) as ScriptPlan["slos"] & object,
    },
  };
}

/** Folders of the resources that have a load test, sorted. */
export function resourcesWithScripts(workspaceRoot: string, source: string): readonly string[] {
  const folder = join(workspaceRoot, source, "resources");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "generated/load-test.js")))
    .sort();
}
