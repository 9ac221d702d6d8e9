import type { Tree } from "@nx/devkit";
import { descriptionIn, specFolders } from "../../tools/graph/application/spec-folders";
import { syncApi } from "../../tools/graph/application/sync-api";

interface SyncResult {
  readonly outOfSyncMessage?: string;
  readonly outOfSyncDetails?: string[];
}

/**
 * Brings the slices and generated files of every API up to date. An API whose spec is broken, or whose generated files were
 * edited by hand, is left alone and does not keep the others from it.
 *
 * @throws Error with all problems when nothing else is left to do, so that `nx sync:check` fails
 */
export default async function sync(tree: Tree): Promise<SyncResult> {
  const changed: string[] = [];
  const problems: string[] = [];
  const notes: string[] = [];
  for (const folder of specFolders(tree)) {
    const openapiPath = descriptionIn(tree, folder);
    if (openapiPath === undefined) continue;
    const result = await syncApi(tree, openapiPath);
    changed.push(...result.changed);
    problems.push(...result.problems);
    notes.push(...result.notes);
  }
  for (const note of notes) console.warn(note);
  if (problems.length > 0 && changed.length === 0) throw new Error(problems.join("\n"));
  for (const problem of problems) console.error(problem);
  if (changed.length === 0) return {};
  return { outOfSyncMessage: "Generated files are not equal to the specs.", outOfSyncDetails: [...changed, ...notes] };
}
