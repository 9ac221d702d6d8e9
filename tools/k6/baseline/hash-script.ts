import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Of a script of ours and of all files that it imports by relative paths, so that it changes when anything changes that is sent. */
export function hashScript(path: string): string {
  const hash = createHash("sha256");
  const seen = new Set<string>();
  const add = (file: string): void => {
    if (seen.has(file) || !existsSync(file)) return;
    seen.add(file);
    const text = readFileSync(file, "utf8");
    hash.update(`${text.length}\n${text}`);
    for (const [, imported = ""] of text.matchAll(/^import [^;]*? from "(\.[^"]+)";$/gm))
      add(join(dirname(file), imported));
  };
  add(path);
  return hash.digest("hex");
}

/** `undefined` where there is no such file. */
export function hashFile(path: string): string | undefined {
  return existsSync(path) ? hashText(readFileSync(path)) : undefined;
}

export function hashText(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex");
}
