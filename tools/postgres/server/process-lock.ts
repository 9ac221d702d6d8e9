import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isAlive } from "../../process/is-alive";

export interface LockHolder {
  readonly pid: number;
  /** For people, such as `db:start`. */
  readonly title: string;
}

/** Takes the lock file or says which living process holds it. A lock whose process is gone is taken over. */
export function tryProcessLock(
  path: string,
  title: string,
): { readonly release: () => void } | { readonly holder: LockHolder } {
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      writeFileSync(path, `${process.pid} ${title}`, { flag: "wx", mode: 0o600 });
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

function livingHolder(path: string): LockHolder | undefined {
  try {
    const [number, ...title] = readFileSync(path, "utf8").split(" ");
    const pid = Number(number);
    return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? { pid, title: title.join(" ") } : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
