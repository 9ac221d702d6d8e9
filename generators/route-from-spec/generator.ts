import type { GeneratorCallback, Tree } from "@nx/devkit";
import { formatDiagnostics } from "../../tools/compiler/diagnostics/format-diagnostic";
import { addPackages } from "../../tools/graph/application/add-packages";
import { configFor, readConfig, writeConfig } from "../../tools/graph/application/api-config";
import { describeChanges, describeRefused } from "../../tools/graph/application/describe-changes";
import { findDescription } from "../../tools/graph/application/find-description";
import { hasServer as hasOwnServer } from "../../tools/graph/application/has-server";
import { describeOrphan, isUntouchedHandler, orphanHandlers } from "../../tools/graph/application/orphans";
import { planApplication } from "../../tools/graph/application/plan-application";
import { fetchCopies } from "../../tools/graph/application/remote/fetch-copies";
import { serverNotes } from "../../tools/graph/application/server-notes";
import { databasesOf } from "../../tools/graph/application/spec-folders";
import { applyChanges, planChanges } from "../../tools/graph/apply-emitted-files";
import type { ApiConfig } from "../../tools/workspace/project-config";

export interface RouteFromSpecOptions {
  readonly spec: string;
  readonly framework?: ApiConfig["framework"];
  readonly directory?: string;
  readonly output?: string;
  readonly errorFormat?: "envelope" | "problem";
  readonly responseValidation?: "off" | "log" | "enforce";
  readonly database?: string;
  readonly server?: boolean;
  readonly force?: boolean;
  readonly prune?: boolean;
  readonly check?: boolean;
  readonly allowRemote?: string | readonly string[];
}

/** Writes the service of a description; on any error nothing is written. */
export default async function routeFromSpec(
  tree: Tree,
  options: RouteFromSpecOptions,
): Promise<GeneratorCallback | undefined> {
  const openapiPath = findDescription(tree, options.spec);
  const databases = databasesOf(tree);
  const [onlyDatabase] = databases.length === 1 ? databases : [];
  const config = configFor(tree, openapiPath, { ...options, defaultDatabase: onlyDatabase });
  if (
    config.database !== undefined &&
    options.database === undefined &&
    readConfig(tree, openapiPath)?.database === undefined
  )
    console.info(`Linked to ${config.database}, the only database here; --database=none switches that off.`);
  if (config.database === undefined && !config.withoutDatabase && databases.length > 1)
    console.info(
      `Linked to no database. Choose one with --database=<name>: ${databases.join(", ")}; or --database=none.`,
    );
  // A check touches no network: what is not committed is out of date.
  if (!options.check)
    for (const line of await fetchCopies(tree, openapiPath, config.allowRemote ?? [])) console.info(`Fetched ${line}`);
  const isNew = readConfig(tree, openapiPath) === undefined;
  const hasServer = options.server ?? (isNew ? config.output === undefined : hasOwnServer(tree, config));
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
  const orphans = orphanHandlers(tree, config, application.handlers);
  const isPruned = (path: string) => options.prune === true && isUntouchedHandler(tree.read(path, "utf8") ?? "");
  const remove = [...changes.remove, ...orphans.filter(isPruned)];
  const all = { ...changes, remove };
  const finalConfig = { ...config, handlers: application.handlers };

  if (options.check) {
    const stale = [...describeChanges(tree, all), ...writeConfig(tree, openapiPath, finalConfig, { isDryRun: true })];
    if (stale.length > 0) throw new Error(`Out of date with ${openapiPath}; run \`nx sync\`:\n${stale.join("\n")}`);
    return undefined;
  }
  applyChanges(tree, all);
  writeConfig(tree, openapiPath, finalConfig, { isDryRun: false });
  for (const { operation, file, reason } of application.stubs) {
    if (changes.write.has(`${config.directory}/${file}`))
      console.info(`${operation} answers 501 until ${file} is written: ${reason}.`);
  }
  for (const path of orphans.filter((one) => !isPruned(one))) console.warn(describeOrphan(path, openapiPath));
  for (const note of serverNotes(tree, config.directory, application)) console.warn(note);
  return addPackages(tree, { framework: config.framework, hasServer, hasDatabase: application.hasDatabase });
}
