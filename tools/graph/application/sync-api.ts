import type { Tree } from "@nx/devkit";
import { formatDiagnostics } from "../../compiler/diagnostics/format-diagnostic";
import { applyChanges, planChanges } from "../apply-emitted-files";
import { configFor, readConfig, writeConfig } from "./api-config";
import { describeChanges, describeRefused } from "./describe-changes";
import { planApplication } from "./plan-application";

export interface SyncOutcome {
  /** One line for each file that was not up to date. */
  readonly changed: readonly string[];
  /** Why the API was left as it is. */
  readonly problems: readonly string[];
}

/** Brings one API up to date, if anything was generated from it at all. */
export async function syncApi(tree: Tree, openapiPath: string): Promise<SyncOutcome> {
  try {
    if (readConfig(tree, openapiPath) === undefined) return { changed: [], problems: [] };
    const config = configFor(tree, openapiPath, {});
    const { application, files, diagnostics } = await planApplication(tree, { openapiPath, config, hasServer: false });
    if (application === undefined) {
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      return {
        changed: [],
        problems: [`${formatDiagnostics(errors)}\n${openapiPath} has errors: it was left as it is.`],
      };
    }
    const changes = planChanges(tree, config.directory, files, { force: false });
    if (changes.refused.length > 0) return { changed: [], problems: [describeRefused(changes.refused)] };
    const changed = describeChanges(tree, changes);
    applyChanges(tree, changes);
    const final = { ...config, handlers: application.handlers };
    return { changed: [...changed, ...writeConfig(tree, openapiPath, final, { isDryRun: false })], problems: [] };
  } catch (error) {
    return { changed: [], problems: [`${openapiPath}: ${error instanceof Error ? error.message : String(error)}`] };
  }
}
