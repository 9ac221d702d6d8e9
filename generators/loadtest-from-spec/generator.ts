import type { Tree } from "@nx/devkit";
import { formatDiagnostics } from "../../tools/compiler/diagnostics/format-diagnostic";
import { readConfig, writeConfig } from "../../tools/graph/application/api-config";
import { chooseDatabase } from "../../tools/graph/application/choose-database";
import { describeChanges, describeRefused } from "../../tools/graph/application/describe-changes";
import { findDescription } from "../../tools/graph/application/find-description";
import { planApplication } from "../../tools/graph/application/plan-application";
import { fetchCopies } from "../../tools/graph/application/remote/fetch-copies";
import { applyChanges, planChanges } from "../../tools/graph/apply-emitted-files";

export interface LoadtestFromSpecOptions {
  readonly spec: string;
  readonly directory?: string;
  readonly output?: string;
  readonly database?: string;
  readonly allowRemote?: string | readonly string[];
  readonly force?: boolean;
  readonly check?: boolean;
}

/** Writes only the load tests of a description, for a service that is made elsewhere; on any error nothing is written. */
export default async function loadtestFromSpec(tree: Tree, options: LoadtestFromSpecOptions): Promise<void> {
  const openapiPath = findDescription(tree, options.spec);
  const before = readConfig(tree, openapiPath);
  if (before !== undefined && before.generates !== "load-tests")
    throw new Error(
      `The whole service of ${openapiPath} is generated, with its load tests, in ${before.directory}: there is nothing to add. \`nx g route-from-spec\` changes it.`,
    );
  const { config, note } = chooseDatabase(tree, openapiPath, { ...options, generates: "load-tests" });
  if (note !== undefined) console.info(note);
  // A check touches no network: what is not committed is out of date.
  if (!options.check)
    for (const line of await fetchCopies(tree, openapiPath, config.allowRemote ?? [])) console.info(`Fetched ${line}`);
  const plan = await planApplication(tree, { openapiPath, config, hasServer: false });
  if (plan.diagnostics.length > 0) console.error(formatDiagnostics(plan.diagnostics));
  if (plan.application === undefined) throw new Error(`${openapiPath} has errors; nothing was written.`);
  const { directory, output = "src" } = config;
  const changes = planChanges(tree, directory, plan.files, { output, force: options.force ?? false });
  if (changes.refused.length > 0) throw new Error(describeRefused(changes.refused));
  if (options.check) {
    const stale = [...describeChanges(tree, changes), ...writeConfig(tree, openapiPath, config, { isDryRun: true })];
    if (stale.length > 0) throw new Error(`Out of date with ${openapiPath}; run \`nx sync\`:\n${stale.join("\n")}`);
    return;
  }
  applyChanges(tree, changes);
  writeConfig(tree, openapiPath, config, { isDryRun: false });
}
