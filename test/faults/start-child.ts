import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface FaultChild {
  readonly process: ChildProcess;
  /** Resolves with the first line that begins with `prefix`, without it. */
  line(prefix: string): Promise<string>;
  readonly ended: Promise<void>;
}

/** Runs test/faults/programs/child.ts in a Node of its own, so that it can be killed. */
export function startChild(args: readonly string[], environment: Readonly<Record<string, string>> = {}): FaultChild {
  const program = join(__dirname, "programs/child.ts");
  const child = spawn(process.execPath, ["-r", "@swc-node/register", program, ...args], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const seen: string[] = [];
  const waiting: { readonly prefix: string; readonly resolve: (line: string) => void }[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    seen.push(line);
    for (const one of waiting) if (line.startsWith(one.prefix)) one.resolve(line.slice(one.prefix.length));
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    process: child,
    ended,
    line(prefix) {
      const found = seen.find((line) => line.startsWith(prefix));
      if (found !== undefined) return Promise.resolve(found.slice(prefix.length));
      return new Promise((resolve, reject) => {
        waiting.push({ prefix, resolve });
        void ended.then(() => reject(new Error(`the child ended without ${prefix}: ${seen.join(" | ")}`)));
      });
    },
  };
}

/** Polls until `holds`; the test's own time limit ends it. */
export async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}
