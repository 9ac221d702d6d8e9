import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { ServerUser } from "./server-user";

/**
 * Whether a server of `user` can reach `path`: every folder above it, and the nearest existing one itself, has the x bit for
 * others or belongs to that user.
 */
export function isTraversableBy(user: ServerUser, path: string): boolean {
  let folder = path;
  while (!existsSync(folder)) folder = dirname(folder);
  folder = realpathSync(folder);
  for (;;) {
    const status = statSync(folder);
    if (status.isDirectory() && (status.mode & (status.uid === user.uid ? 0o100 : 0o001)) === 0) return false;
    const parent = dirname(folder);
    if (parent === folder) return true;
    folder = parent;
  }
}
