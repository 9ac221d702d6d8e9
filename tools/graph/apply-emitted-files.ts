import type { Tree } from "@nx/devkit";
import type { EmittedFile } from "../compiler/emit/emitted-file";
import { isUntouched } from "../compiler/emit/header";
import { filesBelow } from "./application/files-below";
import { lineDiff } from "./application/line-diff";

export interface FileChanges {
  /** Workspace-relative paths with what is to be written. */
  readonly write: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
  /** Specline's files that were edited by hand, each with what would change: nothing may be written. */
  readonly refused: readonly { readonly path: string; readonly diff: string }[];
}

export interface PlanChangesOptions {
  /** Folder below the directory in which `generated` and `resources` are. */
  readonly output: string;
  /** Overwrite Specline's files even where they were edited by hand. */
  readonly force: boolean;
}

/**
 * What brings an application up to date. Specline's files are replaced unless somebody edited them, those that are not
 * emitted any more go; a user's file is written when it is missing or still as Specline itself once printed it.
 *
 * @param directory of the application, relative to the workspace
 */
export function planChanges(
  tree: Tree,
  directory: string,
  files: readonly EmittedFile[],
  { force, output }: PlanChangesOptions,
): FileChanges {
  const write = new Map<string, string>();
  const remove: string[] = [];
  const refused: { path: string; diff: string }[] = [];
  const emitted = new Set<string>();
  for (const { path: relative, content, owner, replaces } of files) {
    const path = `${directory}/${relative}`;
    emitted.add(path);
    const there = tree.exists(path) ? (tree.read(path, "utf8") ?? "") : undefined;
    if (there === undefined) write.set(path, content);
    else if (replaces?.includes(unixLines(there))) write.set(path, content);
    else if (owner === "specline" && unixLines(there) !== content) {
      if (force || !isEdited(path, there)) write.set(path, content);
      else refused.push({ path, diff: lineDiff(unixLines(there), content) });
    }
  }
  for (const path of ownedFiles(tree, directory, output)) {
    if (emitted.has(path)) continue;
    const there = tree.read(path, "utf8") ?? "";
    if (force || !isEdited(path, there)) remove.push(path);
    else refused.push({ path, diff: "It is not needed any more, but has been edited." });
  }
  return { write, remove: remove.sort(), refused };
}

export function applyChanges(tree: Tree, { write, remove }: FileChanges): void {
  for (const [path, content] of write) tree.write(path, content);
  for (const path of remove) tree.delete(path);
}

/** Canonical JSON has no place for a hash and nothing that is worth keeping. */
function isEdited(path: string, content: string): boolean {
  return !path.endsWith(".json") && isUntouched(content) !== true;
}

/** Where only Specline writes: `generated` folders and slices. */
function ownedFiles(tree: Tree, directory: string, output: string): readonly string[] {
  const resources = `${directory}/${output}/resources`;
  const slices = `${directory}/slices`;
  return [
    ...filesBelow(tree, `${directory}/${output}/generated`),
    ...filesBelow(tree, resources).filter((path) => path.slice(resources.length).split("/")[2] === "generated"),
    ...filesBelow(tree, slices).filter((path) => path.endsWith("/slice.json")),
  ];
}

function unixLines(text: string): string {
  return text.replaceAll("\r\n", "\n");
}
