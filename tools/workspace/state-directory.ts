import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type StateFolder = "run" | "reports" | "postgres" | "build" | "tmp";

/** `.specline/<folder>` of a workspace, made when it is missing. It carries its own .gitignore: nothing in it is a source. */
export function stateDirectory(workspaceRoot: string, folder: StateFolder): string {
  const root = join(workspaceRoot, ".specline");
  const path = join(root, folder);
  mkdirSync(path, { recursive: true });
  try {
    writeFileSync(join(root, ".gitignore"), "*\n", { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return path;
}
