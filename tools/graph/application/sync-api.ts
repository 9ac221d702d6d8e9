import type { Tree } from "@nx/devkit";
import { formatDiagnostics } from "../../compiler/diagnostics/format-diagnostic";
import type { EmittedFile } from "../../compiler/emit/emitted-file";
import { applyChanges, planChanges } from "../apply-emitted-files";
import { configFor, readConfig, writeConfig } from "./api-config";
import { describeChanges, describeRefused } from "./describe-changes";
import { hasServer } from "./has-server";
import { describeOrphan, orphanHandlers } from "./orphans";
import { planApplication } from "./plan-application";
import { serverNotes } from "./server-notes";

export interface SyncOutcome {
  /** One line for each file that was not up to date. */
  readonly changed: readonly string[];
  /** Why the API was left as it is. */
  readonly problems: readonly string[];
  /** What a person has to do. */
  readonly notes: readonly string[];
}

/** Brings one API up to date, if anything was generated from it at all. */
export async function syncApi(tree: Tree, openapiPath: string): Promise<SyncOutcome> {
  try {
    if (readConfig(tree, openapiPath) === undefined) return { changed: [], problems: [], notes: [] };
    const config = configFor(tree, openapiPath, {});
    const plan = await planApplication(tree, { openapiPath, config, hasServer: hasServer(tree, config) });
    const { application, diagnostics } = plan;
    if (application === undefined) {
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      return {
        changed: [],
        problems: [`${formatDiagnostics(errors)}\n${openapiPath} has errors: it was left as it is.`],
        notes: [],
      };
    }
    const files = plan.files.filter((file) => !isLeftToGenerator(tree, config.directory, file, plan.files));
    const changes = planChanges(tree, config.directory, files, { output: config.output ?? "src", force: false });
    if (changes.refused.length > 0) return { changed: [], problems: [describeRefused(changes.refused)], notes: [] };
    const changed = describeChanges(tree, changes);
    applyChanges(tree, changes);
    const orphans = orphanHandlers(tree, config, application.handlers);
    const notes = [
      ...orphans.map((path) => describeOrphan(path, openapiPath)),
      ...serverNotes(tree, config.directory, application),
    ];
    const final = { ...config, handlers: application.handlers };
    return {
      changed: [...changed, ...writeConfig(tree, openapiPath, final, { isDryRun: false })],
      problems: [],
      notes,
    };
  } catch (error) {
    return {
      changed: [],
      problems: [`${openapiPath}: ${error instanceof Error ? error.message : String(error)}`],
      notes: [],
    };
  }
}

/** Files of the server that somebody took away stay away, unless the entry is renewed and needs them. */
function isLeftToGenerator(tree: Tree, directory: string, file: EmittedFile, all: readonly EmittedFile[]): boolean {
  if (tree.exists(`${directory}/${file.path}`)) return false;
  if (file.path === "tsconfig.json") return true;
  if (file.path !== "src/auth.ts") return false;
  const entry = all.find(({ path }) => path === "src/server.ts");
  const there = tree.read(`${directory}/src/server.ts`, "utf8") ?? "";
  return entry?.replaces?.includes(there.replaceAll("\r\n", "\n")) !== true;
}
