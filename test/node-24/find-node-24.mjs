import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL(".", import.meta.url));

/** The program of Node 24, installed when it is missing; or why there is none. */
export function findNode24() {
  const name = `node-${process.platform}-${process.arch}`;
  const program = join(folder, "node_modules", name, "bin/node");
  if (!existsSync(program)) {
    const installed = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: folder });
    if (installed.status !== 0) return { reason: "`npm ci` in test/node-24 failed" };
    if (!existsSync(program)) return { reason: `test/node-24/package.json names no build for this platform (${name})` };
  }
  const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return stdout?.startsWith("v24.") ? { program, version: stdout.trim() } : { reason: `${program} does not start` };
}
