import { type ChildProcess, fork } from "node:child_process";
import type { Load } from "./load";

/** A server in a process of its own. */
export interface ContenderProcess {
  readonly port: number;
  /** Microseconds of CPU time, of all threads, since the process began. */
  cpuMicroseconds(): Promise<number>;
  stop(): void;
}

export interface StartOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
}

/** @param program a bundle that calls `tellPort` */
export async function startContender(program: string, options: StartOptions): Promise<ContenderProcess> {
  const { environment, execArgv = [] } = options;
  const child = start(program, { ...process.env, ...environment }, execArgv);
  const port = await answerOf<number>(child);
  return {
    port,
    async cpuMicroseconds() {
      child.send("cpu");
      const { user, system } = await answerOf<NodeJS.CpuUsage>(child);
      return user + system;
    },
    stop: () => child.kill(),
  };
}

export interface LoadProcess {
  send(load: Load): Promise<void>;
  stop(): void;
}

export function startLoad(program: string): LoadProcess {
  const child = start(program, process.env, []);
  return {
    async send(load) {
      child.send(load);
      await answerOf(child);
    },
    stop: () => child.kill(),
  };
}

/** Its log goes nowhere, its errors to the terminal. */
function start(program: string, env: NodeJS.ProcessEnv, execArgv: readonly string[]): ChildProcess {
  return fork(program, { env, execArgv: [...execArgv], stdio: ["ignore", "ignore", "inherit", "ipc"] });
}

function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`a process of the bench ended: ${code}`));
    child.once("exit", onExit);
    child.once("message", (answer) => {
      child.off("exit", onExit);
      resolve(answer as Answer);
    });
  });
}
