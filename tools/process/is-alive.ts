import { readFileSync } from "node:fs";

/**
 * Whether a process runs. A zombie does not: in a container whose first process reaps nobody, a killed process stays in the table
 * for good, and signal 0 still reaches it.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  try {
    // The name in parentheses may hold anything, so the state is looked for behind the last one (proc(5)).
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !/^ [ZX]/.test(status.slice(status.lastIndexOf(")") + 1));
  } catch {
    // No /proc (macOS), or gone meanwhile: signal 0 has answered.
    return true;
  }
}
