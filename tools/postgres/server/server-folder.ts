import { lstatSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { serverUser } from "./server-user";
import { isTraversableBy } from "./traversable";

/**
 * `preferred`, or, when a server that must run as `nobody` could not reach it (a workspace or a cache below /root, which has
 * mode 0700), `<reachable root>/<fallback>`. See docs/decisions/0102. What decides is the way to the folder:
 * the folder itself may be closed, as a data directory is, and the answer must not change once it is there.
 */
export function serverFolder(preferred: string, fallback: string): string {
  const user = serverUser();
  if (user === undefined || isTraversableBy(user, dirname(preferred))) return preferred;
  return join(reachableRoot(), fallback);
}

/** /var/tmp survives a restart of the machine and is open to all; the folder in it must be root's own. */
function reachableRoot(): string {
  const root = "/var/tmp/specline-0";
  try {
    mkdirSync(root, { mode: 0o711 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const status = lstatSync(root);
  if (!status.isDirectory() || status.uid !== 0 || (status.mode & 0o022) !== 0) {
    throw new Error(`${root} does not belong to root alone; delete it`);
  }
  return root;
}
