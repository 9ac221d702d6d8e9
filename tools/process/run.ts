import { createInterface } from "node:readline";
import { redact } from "./redact";

export interface RunRequest {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly directory?: string;
  /** The whole environment of the program; leave it out to pass on ours. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Milliseconds; 0 or none: no limit. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly secrets?: readonly string[];
  /** The identity that the program runs under, when we are root and it must not be. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Called with each line of both outputs as it comes. */
  readonly onLine?: (line: string) => void;
}

/** A program that ends badly is a value too: Atlas and k6 use their exit codes for findings. */
export interface RunOutcome {
  readonly kind: "exited" | "timed-out" | "canceled" | "not-found" | "killed";
  /** Present when `kind` is `exited`. */
  readonly exitCode?: number;
  readonly stdout: string;
  readonly stderr: string;
  /** One redacted line for an error message. */
  readonly summary: string;
}

/** Runs a program to its end, without a shell. Never throws for what the program does. */
export async function run(request: RunRequest): Promise<RunOutcome> {
  const { execa } = await import("execa");
  const child = execa(request.program, [...request.arguments], {
    reject: false,
    stripFinalNewline: false,
    maxBuffer: 256 * 1024 * 1024,
    forceKillAfterDelay: 5_000,
    ...(request.directory === undefined ? {} : { cwd: request.directory }),
    ...(request.environment === undefined ? {} : { env: { ...request.environment }, extendEnv: false }),
    ...(request.input === undefined ? { stdin: "ignore" as const } : { input: request.input }),
    ...(request.timeoutMs ? { timeout: request.timeoutMs } : {}),
    ...(request.user === undefined ? {} : request.user),
    ...(request.signal === undefined ? {} : { cancelSignal: request.signal }),
  });
  if (request.onLine !== undefined) {
    const onLine = request.onLine;
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on("line", (line) => onLine(redact(line, request.secrets)));
    }
  }
  const result = await child;
  const kind = result.timedOut
    ? "timed-out"
    : result.isCanceled
      ? "canceled"
      : result.exitCode !== undefined
        ? "exited"
        : result.code === "ENOENT" || result.code === "EACCES"
          ? "not-found"
          : "killed";
  return {
    kind,
    ...(result.exitCode === undefined ? {} : { exitCode: result.exitCode }),
    stdout: redact(String(result.stdout ?? ""), request.secrets),
    stderr: redact(String(result.stderr ?? ""), request.secrets),
    summary: redact(result.shortMessage ?? `${request.program} exited with 0`, request.secrets),
  };
}
