import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isAlive } from "../../process/is-alive";

/** Takes the lock file or says which living process holds it. A lock whose process is gone is taken over. */
export function tryProcessLock(path: string): { readonly release: () => void } | { readonly holder: number } {
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx", mode: 0o600 });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = livingHolder(path);
    if (holder !== undefined) return { holder };
    removeStaleLock(path);
  }
}

/** Moves the file away and looks again: if it was replaced by a living lock meanwhile, that one is put back. */
function removeStaleLock(path: string): void {
  const aside = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  try {
    if (livingHolder(aside) !== undefined) linkSync(aside, path);
  } finally {
    rmSync(aside, { force: true });
  }
}

function livingHolder(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
