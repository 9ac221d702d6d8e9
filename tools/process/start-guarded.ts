import { spawn } from "node:child_process";
import type { Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export interface GuardedRequest {
  readonly program: string;
  /** Visible to every user of the machine: no secrets. */
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The identity that the program runs under, when we are root and it must not be. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Both outputs of the program are appended here. */
  readonly logPath: string;
  /** Sent one after the other, `graceMs` apart, until the program is gone. */
  readonly stopSignals: readonly NodeJS.Signals[];
  readonly graceMs: number;
  /** A folder that is deleted when the program has ended. */
  readonly removeOnEnd?: string;
}

export interface GuardedProgram {
  readonly pid: number;
  /** The watcher's process; it ends after the program. */
  readonly watcherPid: number;
  /** Resolves with how the program ended: exit code or name of the signal. Never rejects. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts a program that ends with this process, even when this process is killed with SIGKILL: a small watcher between the two
 * holds the other end of a pipe. Both are in a session of their own, so Ctrl-C reaches only us and we end them in order.
 */
export async function startGuarded(request: GuardedRequest): Promise<GuardedProgram> {
  // A shell in between that ends at once takes the watcher out of our process tree. Nx stops a tree from its leaves, 5 seconds a
  // level: helpers of PostgreSQL do not end for that, and then all of it is killed before we are even asked to stop.
  const watcher = spawn(
    "/bin/sh",
    ["-c", '"$@" &', "sh", process.execPath, join(__dirname, "watcher.cjs"), JSON.stringify(request)],
    {
      stdio: ["ignore", "pipe", "ignore", "pipe"],
      detached: true,
      env: { PATH: process.env.PATH ?? "" },
      // Under a folder that may vanish a process keeps its own one.
      cwd: "/",
    },
  );
  const lifeline = watcher.stdio[3] as Socket;
  lifeline.on("error", () => {});
  lifeline.resume();
  let reported: string | undefined;
  let watcherPid = 0;
  const closed = new Promise<string>((resolve) => {
    watcher.once("close", () => resolve(reported ?? "its watcher was killed"));
  });
  const pid = await new Promise<number>((resolve, reject) => {
    createInterface({ input: watcher.stdout as Readable }).on("line", (line) => {
      const pids = /^pid (\d+) watcher (\d+)$/.exec(line);
      watcherPid = Number(pids?.[2] ?? watcherPid);
      if (pids !== null) resolve(Number(pids[1]));
      else if (line.startsWith("exit ")) reported = line.slice(5);
      else if (line.startsWith("failed ")) reject(new Error(`${request.program} cannot be started: ${line.slice(7)}`));
    });
    watcher.once("error", reject);
    void closed.then((how) => reject(new Error(`${request.program} cannot be started: ${how}`)));
  });
  return {
    pid,
    watcherPid,
    ended: closed,
    async stop() {
      lifeline.end();
      await closed;
    },
  };
}
