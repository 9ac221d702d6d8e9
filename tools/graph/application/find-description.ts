import { posix } from "node:path";
import type { Tree } from "@nx/devkit";
import { descriptionIn, specFolders } from "./spec-folders";

/**
 * The description that a user means: a path, a folder or the name of an API.
 *
 * @throws Error that says what to do when there is none
 */
export function findDescription(tree: Tree, spec: string): string {
  const path = posix.normalize(spec.replaceAll("\\", "/")).replace(/^\.\//, "");
  const folders = [path, ...specFolders(tree).filter((folder) => posix.basename(folder) === path)];
  if (tree.exists(path) && tree.isFile(path)) {
    if (/(^|\/)openapi\.(ya?ml|json)$/.test(path)) return path;
    const name = posix
      .basename(path)
      .replace(/\.[^.]+$/, "")
      .replace(/[^A-Za-z0-9]+/g, "-");
    const extension = posix.extname(path);
    throw new Error(
      `${path} is no place where Nx looks for a description. Move it to specs/${name}/openapi${extension}, so that targets and \`nx sync\` find it.`,
    );
  }
  const found = folders.map((folder) => descriptionIn(tree, folder)).find((one) => one !== undefined);
  if (found !== undefined) return found;
  throw new Error(
    `There is no description at ${spec}. Write one to specs/<api>/openapi.yaml, openapi.yml or openapi.json.`,
  );
}
