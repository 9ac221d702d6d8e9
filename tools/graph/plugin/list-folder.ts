import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";

/** The entries of a folder; none where there is no such folder. */
export function list(workspaceRoot: string, folder: string): Dirent[] {
  try {
    return readdirSync(join(workspaceRoot, folder), { withFileTypes: true });
  } catch {
    return [];
  }
}
