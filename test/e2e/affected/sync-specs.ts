import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FsTree } from "nx/src/devkit-internals";
import sync from "../../../generators/sync/generator";

/** What `nx sync` does, without a process for each edit. */
export async function syncSpecs(directory: string): Promise<void> {
  const tree = new FsTree(directory, false);
  await sync(tree);
  for (const { type, path, content } of tree.listChanges()) {
    if (type === "DELETE") rmSync(join(directory, path), { recursive: true });
    else {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), content ?? "");
    }
  }
}
