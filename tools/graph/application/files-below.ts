import type { Tree } from "@nx/devkit";

/** Paths of all files in a folder and its folders, in order; none where there is no such folder. */
export function filesBelow(tree: Tree, folder: string): readonly string[] {
  if (!tree.exists(folder) || tree.isFile(folder)) return [];
  return tree
    .children(folder)
    .sort()
    .flatMap((name) => {
      const path = `${folder}/${name}`;
      return tree.isFile(path) ? [path] : filesBelow(tree, path);
    });
}
