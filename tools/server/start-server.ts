import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../process/free-port";
import { type StartedProgram, start } from "../process/start";
import { checkInstance } from "./check-instance";

export interface ServerRequest {
  readonly workspaceRoot: string;
  readonly bundle: string;
  /** Without PORT, HOST and INSTANCE_ID, which are chosen here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly port?: number;
  readonly logPath: string;
  readonly readyTimeoutMs: number;
}

export type StartOutcome =
  | { readonly kind: "ready"; readonly url: string; readonly nonce: string; readonly program: StartedProgram }
  | { readonly kind: "failed"; readonly reason: string; readonly lastLines: readonly string[] };

/** Starts the bundled server on loopback and waits until it is ready and proves by the nonce that it is ours. */
export async function startServer(request: ServerRequest): Promise<StartOutcome> {
  const first = await attempt(request, request.port ?? (await freePort()));
  // Somebody may have taken the free port in between.
  if (
    first.kind === "failed" &&
    request.port === undefined &&
    first.lastLines.some((line) => line.includes("EADDRINUSE"))
  )
    return attempt(request, await freePort());
  return first;
}

async function attempt(request: ServerRequest, port: number): Promise<StartOutcome> {
  const nonce = randomUUID();
  const url = `http://127.0.0.1:${port}`;
  const lastLines: string[] = [];
  const log = createWriteStream(request.logPath, { flags: "w", mode: 0o600 });
  const program = await start({
    program: process.execPath,
    arguments: [
      "--require",
      join(__dirname, "..", "process", "die-with-parent.cjs"),
      "--enable-source-maps",
      request.bundle,
    ],
    directory: request.workspaceRoot,
    environment: { ...request.environment, HOST: "127.0.0.1", PORT: String(port), INSTANCE_ID: nonce },
    secrets: request.secrets,
    holdsInput: true,
    onLine: (line) => {
      log.write(`${line}\n`);
      lastLines.push(line);
      if (lastLines.length > 20) lastLines.shift();
    },
  });
  void program.ended.then(() => log.end());
  const reason = await untilReady(program, url, nonce, request.readyTimeoutMs);
  if (reason === undefined) return { kind: "ready", url, nonce, program };
  await program.stop();
  return { kind: "failed", reason, lastLines };
}

/** `undefined`: ready. */
async function untilReady(
  program: StartedProgram,
  url: string,
  nonce: string,
  timeoutMs: number,
): Promise<string | undefined> {
  const ended = program.ended.then((code) => ({ code }));
  const deadline = Date.now() + timeoutMs;
  let seen = "it did not listen";
  while (Date.now() < deadline) {
    const check = await checkInstance(url, nonce);
    if (check.kind === "ours") return undefined;
    if (check.kind === "stranger") return `another program answers at ${url}`;
    seen = check.reason;
    const end = await Promise.race([ended, delay(50, undefined)]);
    if (end !== undefined) return end.code === undefined ? "it was killed" : `it ended with exit code ${end.code}`;
  }
  return `not within ${timeoutMs / 1000} s: ${seen}`;
}
