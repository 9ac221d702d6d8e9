import type { GeneratorCallback, Tree } from "@nx/devkit";
import { formatDiagnostics } from "../../tools/compiler/diagnostics/format-diagnostic";
import { addPackages } from "../../tools/graph/application/add-packages";
import { readConfig, writeConfig } from "../../tools/graph/application/api-config";
import { chooseDatabase } from "../../tools/graph/application/choose-database";
import { describeChanges, describeRefused } from "../../tools/graph/application/describe-changes";
import { findDescription } from "../../tools/graph/application/find-description";
import { hasServer as hasOwnServer } from "../../tools/graph/application/has-server";
import { planApplication } from "../../tools/graph/application/plan-application";
import { planOrphans } from "../../tools/graph/application/plan-orphans";
import { fetchCopies } from "../../tools/graph/application/remote/fetch-copies";
import { serverNotes } from "../../tools/graph/application/server-notes";
import { applyChanges, planChanges } from "../../tools/graph/apply-emitted-files";
import type { ApiConfig } from "../../tools/workspace/project-config";
import type { RouteFromSpecOptions } from "./options";

export type { RouteFromSpecOptions } from "./options";

/** Whether the service was generated into another folder, with a server that imports it from there. */
function isMoved(tree: Tree, openapiPath: string, { directory, output }: ApiConfig): boolean {
  const before = readConfig(tree, openapiPath);
  return (
    before?.output !== output && hasOwnServer(tree, { directory, ...(before?.output && { output: before.output }) })
  );
}

/** Writes the service of a description; on any error nothing is written. */
export default async function routeFromSpec(
  tree: Tree,
  options: RouteFromSpecOptions,
): Promise<GeneratorCallback | undefined> {
  const openapiPath = findDescription(tree, options.spec);
  const { config, note } = chooseDatabase(tree, openapiPath, { ...options, generates: "service" });
  if (note !== undefined) console.info(note);
  // A check touches no network: what is not committed is out of date.
  if (!options.check)
    for (const line of await fetchCopies(tree, openapiPath, config.allowRemote ?? [])) console.info(`Fetched ${line}`);
  const before = readConfig(tree, openapiPath);
  const isNew = before === undefined || before.generates === "load-tests";
  const hasServer = options.server ?? (isNew ? config.output === undefined : hasOwnServer(tree, config));
  if (options.output !== undefined && !isNew && isMoved(tree, openapiPath, config))
    throw new Error("--output cannot move what is there with a server of its own. Remove its directory first.");
  if (hasServer && config.output !== undefined)
    throw new Error("--output is for routes in an application that is there: it goes with --no-server.");
  const plan = await planApplication(tree, { openapiPath, config, hasServer });
  if (plan.diagnostics.length > 0) console.error(formatDiagnostics(plan.diagnostics));
  const { application } = plan;
  if (application === undefined) throw new Error(`${openapiPath} has errors; nothing was written.`);

  const changes = planChanges(tree, config.directory, plan.files, {
    output: config.output ?? "src",
    force: options.force ?? false,
  });
  if (changes.refused.length > 0) throw new Error(describeRefused(changes.refused));
  const { directory } = config;
  const orphans = planOrphans(tree, config, application.handlers, { openapiPath, isPruning: options.prune ?? false });
  const all = { ...changes, remove: [...changes.remove, ...orphans.remove] };
  const finalConfig = { ...config, handlers: application.handlers };

  if (options.check) {
    const stale = [...describeChanges(tree, all), ...writeConfig(tree, openapiPath, finalConfig, { isDryRun: true })];
    if (stale.length > 0) throw new Error(`Out of date with ${openapiPath}; run \`nx sync\`:\n${stale.join("\n")}`);
    return undefined;
  }
  applyChanges(tree, all);
  writeConfig(tree, openapiPath, finalConfig, { isDryRun: false });
  for (const { operation, file, reason } of application.stubs) {
    if (changes.write.has(`${directory}/${file}`))
      console.info(`${operation} answers 501 until ${file} is written: ${reason}.`);
  }
  for (const line of orphans.notes) console.info(line);
  for (const line of [...orphans.warnings, ...serverNotes(tree, directory, application)]) console.warn(line);
  return addPackages(tree, { framework: config.framework, hasServer, hasDatabase: application.hasDatabase });
}
