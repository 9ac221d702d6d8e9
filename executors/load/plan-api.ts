import { withKeys } from "../../tools/k6/keys/with-keys";
import type { Sent } from "../../tools/k6/options/plan-run";
import { refusedOption } from "../../tools/k6/options/refused-option";
import { type Problem, problem } from "../../tools/report/problem";
import { findServer } from "../../tools/server/find-server";
import { generatedScripts, resourcesWithScripts } from "../../tools/server/generated-script";
import { givenServer } from "../../tools/server/given-server";
import { measuredFiles } from "../../tools/server/measured-files";
import type { LoadOptions, LoadPlace } from "./load-options";
import { otherServer } from "./other-server";

/** The generated scripts of an API or of one resource, and its server. */
export function planApi(
  options: LoadOptions,
  { workspaceRoot, api, directory, source, isServed }: LoadPlace,
): Sent | readonly Problem[] {
  const { compareUrl, server, serverToken, allowHost } = options;
  const all = resourcesWithScripts(workspaceRoot, source);
  const resource = options.resource === undefined ? undefined : String(options.resource);
  const chosen = resource === undefined ? all : all.filter((name) => name === resource);
  if (resource !== undefined && chosen.length === 0) {
    const remedy = `There are: ${all.join(", ") || "none"}.`;
    return [refusedOption("resource", resource, "there is no such resource", remedy)];
  }
  if (chosen.length === 0) return [problem("load/script-missing", { path: `${source}/resources` })];
  const scripts = generatedScripts(workspaceRoot, source, chosen);
  if ("code" in scripts) return [scripts];
  const keys = withKeys(
    scripts.plans,
    process.env,
    compareUrl === undefined ? undefined : { url: compareUrl, hasToken: options.compareToken !== undefined },
  );
  if (!("plan" in keys)) return keys;
  const { giveTo, giveToOther, plan, notes = [], keyed = {} } = keys;
  if (server === undefined && !isServed) return [problem("load/server-not-given", { project: api })];
  const find =
    server === undefined
      ? () => findServer(workspaceRoot, api)
      : givenServer({ url: server, token: serverToken, allowHost, scriptPaths: scripts.scriptPaths });
  if (typeof find !== "function") return find;
  const findTarget = giveTo(find);
  const findBaseline =
    compareUrl === undefined
      ? undefined
      : otherServer({ ...options, scriptPaths: scripts.scriptPaths }, compareUrl, findTarget);
  if (findBaseline !== undefined && typeof findBaseline !== "function") return findBaseline;
  return {
    scriptPaths: scripts.scriptPaths,
    plan,
    notes,
    keyed,
    findTarget,
    ...(findBaseline && { findBaseline: giveToOther(findBaseline) }),
    subject: { kind: "api", api },
    files: measuredFiles(workspaceRoot, api, directory, scripts.scriptPaths),
  };
}
