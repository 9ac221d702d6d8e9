import { posix } from "node:path";
import type { Tree } from "@nx/devkit";
import { formatDiagnostics } from "../../tools/compiler/diagnostics/format-diagnostic";
import {
  emitDistributed,
  isUntouchedManifest,
  secretName,
} from "../../tools/compiler/emit/distributed/emit-distributed";
import { scriptFiles, variablesIn } from "../../tools/compiler/emit/load-test/script-files";
import { configFor } from "../../tools/graph/application/api-config";
import { findDescription } from "../../tools/graph/application/find-description";
import { planApplication } from "../../tools/graph/application/plan-application";
import { writeOwnedFiles } from "../../tools/graph/application/write-owned-files";
import { readK6Module } from "../../tools/graph/read-k6-module";

export interface LoadtestDistributedOptions {
  readonly spec: string;
  readonly runners?: number;
  readonly force?: boolean;
}

/** Writes what runs an API's load tests on several machines by k6-operator; on any error nothing is written. */
export default async function loadtestDistributed(tree: Tree, options: LoadtestDistributedOptions): Promise<void> {
  const { runners = 2 } = options;
  if (!Number.isSafeInteger(runners) || runners < 1 || runners > 100)
    throw new Error(`--runners=${runners} is no whole number from 1 to 100.`);
  const openapiPath = findDescription(tree, options.spec);
  const config = configFor(tree, openapiPath, {});
  const { application, files, diagnostics } = await planApplication(tree, { openapiPath, config, hasServer: false });
  if (diagnostics.length > 0) console.error(formatDiagnostics(diagnostics));
  if (application === undefined) throw new Error(`${openapiPath} has errors; nothing was written.`);
  const module = readK6Module();
  const api = posix.basename(posix.dirname(openapiPath));
  const scripts = scriptFiles(files);
  writeOwnedFiles(tree, {
    directory: `${config.directory}/load-test`,
    files: emitDistributed({
      api,
      spec: openapiPath,
      resources: scripts,
      module,
      goVersion: /^go (\d+\.\d+)/m.exec(module.get("go.mod") ?? "")?.[1] ?? "1",
      runners,
    }),
    isUntouched: isUntouchedManifest,
    folders: ["base", "runner"],
    force: options.force ?? false,
  });
  console.info(`Before the first run: build ${config.directory}/load-test/runner, see docs/scale-out.md.`);
  const variables = variablesIn(scripts);
  if (variables.length > 0)
    console.info(`Keys come from the Secret ${secretName(api)}: ${["TOKEN", ...variables].join(", ")}.`);
}
