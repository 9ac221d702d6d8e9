import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

const abandonedAfterMs = 3_600_000;

/** Makes `path` by filling a folder beside it and renaming that, so that a kill or a parallel run never leaves half of it. */
export function makeFolderOnce(path: string, fill: (temporary: string) => void): string {
  if (existsSync(path)) return path;
  const temporary = temporaryBeside(path);
  fill(temporary);
  return putInPlace(temporary, path);
}

export async function makeFolderOnceAsync(path: string, fill: (temporary: string) => Promise<void>): Promise<string> {
  if (existsSync(path)) return path;
  const temporary = temporaryBeside(path);
  try {
    await fill(temporary);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
  return putInPlace(temporary, path);
}

function temporaryBeside(path: string): string {
  const parent = dirname(path);
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const left = join(parent, name);
    if (!name.startsWith(".making-")) continue;
    const status = statSync(left, { throwIfNoEntry: false });
    if (status !== undefined && Date.now() - status.mtimeMs > abandonedAfterMs) {
      rmSync(left, { recursive: true, force: true });
    }
  }
  return join(parent, `.making-${basename(path)}-${randomBytes(6).toString("hex")}`);
}

function putInPlace(temporary: string, path: string): string {
  try {
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    const code = (error as NodeJS.ErrnoException).code;
    // Somebody else was faster; what they made is the same.
    if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
  return path;
}
