import type { Tree } from "@nx/devkit";
import type { EmittedFile } from "../../compiler/emit/emitted-file";
import { filesBelow } from "./files-below";
import { lineDiff } from "./line-diff";

export interface OwnedFiles {
  /** Relative to the workspace. */
  readonly directory: string;
  readonly files: readonly EmittedFile[];
  /** `undefined`: one cannot tell; then the file is Specline's. */
  readonly isUntouched: (content: string) => boolean | undefined;
  /** Folders below the directory in which only Specline writes: what is not emitted any more goes. */
  readonly folders: readonly string[];
  readonly force: boolean;
}

/**
 * Writes files beside an application; a user's ones only where they are missing.
 *
 * @throws Error with what would change where somebody edited one of Specline's; then nothing is written
 */
export function writeOwnedFiles(tree: Tree, { directory, files, isUntouched, folders, force }: OwnedFiles): void {
  const read = (path: string) => (tree.read(path, "utf8") ?? "").replaceAll("\r\n", "\n");
  const emitted = new Map(files.map((file) => [`${directory}/${file.path}`, file]));
  const stale = folders
    .flatMap((folder) => filesBelow(tree, `${directory}/${folder}`))
    .filter((path) => !emitted.has(path));
  const changed = [...emitted].filter(
    ([path, { owner, content }]) => !tree.exists(path) || (owner === "specline" && read(path) !== content),
  );
  const edited = [...changed.map(([path]) => path), ...stale].filter(
    (path) => tree.exists(path) && isUntouched(read(path)) === false,
  );
  if (edited.length > 0 && !force) {
    const shown = edited.map((path) => `${path}\n${lineDiff(read(path), emitted.get(path)?.content ?? "")}`);
    throw new Error(
      `Edited by hand, so nothing was written; undo the edits, or take what is generated with --force:\n${shown.join("\n")}`,
    );
  }
  for (const [path, { content }] of changed) tree.write(path, content);
  for (const path of stale) tree.delete(path);
}
