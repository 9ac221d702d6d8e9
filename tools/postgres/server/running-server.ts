import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../process/run";

/**
 * The process of a server that runs on this data directory, by its `postmaster.pid`; `undefined` when there is none. The number
 * alone may be that of a stranger by now, so the process must also be a postgres that names this directory.
 */
export async function runningServerPid(dataDirectory: string): Promise<number | undefined> {
  let pid: number;
  try {
    pid = Number(readFileSync(join(dataDirectory, "postmaster.pid"), "utf8").split("\n")[0]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  if (!Number.isInteger(pid) || pid <= 1) return undefined;
  const outcome = await run({ program: "ps", arguments: ["-ww", "-o", "args=", "-p", String(pid)], directory: "/" });
  const command = outcome.kind === "not-found" ? commandOf(pid) : outcome.stdout;
  const isOurs =
    command.includes("postgres") && (command.includes(dataDirectory) || command.includes(realpathSync(dataDirectory)));
  return isOurs ? pid : undefined;
}

/** Slim images have no `ps`. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

/** Fast shutdown of a server that an earlier run left behind. */
export async function stopOrphan(dataDirectory: string): Promise<void> {
  const pid = await runningServerPid(dataDirectory);
  if (pid === undefined) return;
  for (const signal of ["SIGINT", "SIGQUIT"] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ESRCH") return;
      throw error;
    }
    for (let waitedMs = 0; waitedMs < 15_000; waitedMs += 50) {
      if ((await runningServerPid(dataDirectory)) === undefined) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
