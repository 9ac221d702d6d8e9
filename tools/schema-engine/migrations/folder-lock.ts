import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { acquireMachineLock, folderPorts } from "../../process/machine-lock";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";

export interface FolderLockRequest {
  /** Absolute; it need not be there yet. */
  readonly path: string;
  readonly shownPath: string;
  /** Who wants it, for those who wait, e.g. `db:diff`. */
  readonly holder: string;
  readonly waitMs: number;
  readonly onLine: (line: string) => void;
}

/**
 * One writer at a time per folder of migrations, on one machine. `work` reads the folder anew: another one may have written
 * while this one waited. Throws `Refused` with the name of the holder when that takes longer than `waitMs`.
 */
export async function withFolderLock<Result>(request: FolderLockRequest, work: () => Promise<Result>): Promise<Result> {
  const { shownPath, holder, waitMs, onLine } = request;
  const seconds = String(Math.round(waitMs / 1_000));
  let other = "another process";
  const outcome = await acquireMachineLock({
    port: folderPort(request.path),
    holder: `${holder} (process ${process.pid})`,
    signal: AbortSignal.timeout(waitMs),
    onWait: (name) => {
      if (name !== other) onLine(`waiting up to ${seconds} s for ${name}, which plans migrations for the same folder`);
      other = name;
    },
  });
  if (outcome.kind === "canceled") {
    throw new Refused([problem("migration/folder-busy", { folder: shownPath, holder: other, seconds })]);
  }
  try {
    return await work();
  } finally {
    // With a stranger on the port two may plan at once; the folder is compared again before it is written.
    if (outcome.kind === "acquired") await outcome.lock.release();
  }
}

/** Two folders may share a port: then one waits for the other without need. */
function folderPort(path: string): number {
  const { first, count } = folderPorts;
  return first + (createHash("sha256").update(realPath(path)).digest().readUInt32BE() % count);
}

/** The same for all links to a folder, also before the folder is made. */
function realPath(path: string): string {
  return existsSync(path) || path === dirname(path)
    ? realpathSync(path)
    : join(realPath(dirname(path)), basename(path));
}
