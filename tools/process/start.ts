import { createInterface } from "node:readline";
import { redact } from "./redact";

export interface StartRequest {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly onLine?: (line: string) => void;
  /** Standard input is a pipe that stays open as long as this process lives; see die-with-parent.cjs. */
  readonly holdsInput?: boolean;
}

/** A program that goes on until it is stopped. */
export interface StartedProgram {
  readonly pid: number;
  /** Resolves when the program has ended, with its exit code, or `undefined` after a signal. Never rejects. */
  readonly ended: Promise<number | undefined>;
  /** Sends `signal`, then SIGKILL after `graceMs`; resolves when the program is gone. */
  stop(signal?: NodeJS.Signals, graceMs?: number): Promise<void>;
}

/** Starts a program without a shell; rejects when it cannot be started at all. It dies with this process. */
export async function start(request: StartRequest): Promise<StartedProgram> {
  const { execa } = await import("execa");
  const child = execa(request.program, [...request.arguments], {
    reject: false,
    buffer: false,
    all: true,
    stdin: request.holdsInput === true ? "pipe" : "ignore",
    cleanup: true,
    ...(request.directory === undefined ? {} : { cwd: request.directory }),
    ...(request.environment === undefined ? {} : { env: { ...request.environment }, extendEnv: false }),
  });
  if (child.pid === undefined) {
    const failure = await child;
    throw new Error(redact(failure.shortMessage ?? `${request.program} cannot be started`, request.secrets));
  }
  const lines = createInterface({ input: child.all });
  lines.on("line", (line) => request.onLine?.(redact(line, request.secrets)));
  const ended = child.then((result) => result.exitCode);
  return {
    pid: child.pid,
    ended,
    async stop(signal = "SIGTERM", graceMs = 5_000) {
      child.kill(signal);
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
}
