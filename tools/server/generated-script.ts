import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readPlan, type ScriptPlan } from "../k6/read-plan";
import { type Problem, problem } from "../report/problem";

export interface GeneratedScripts {
  readonly scriptPaths: readonly string[];
  readonly plans: readonly ScriptPlan[];
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
  return { scriptPaths, plans: scriptPaths.flatMap((path) => readPlan(readFileSync(path, "utf8")) ?? []) };
}

/** Folders of the resources that have a load test, sorted. */
export function resourcesWithScripts(workspaceRoot: string, source: string): readonly string[] {
  const folder = join(workspaceRoot, source, "resources");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "generated/load-test.js")))
    .sort();
}
