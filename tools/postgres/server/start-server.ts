import { randomBytes } from "node:crypto";
import { appendFileSync, closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "../../process/free-port";
import { startGuarded } from "../../process/start-guarded";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { databaseUrl } from "../connection/database-url";
import { provedClient } from "../connection/proved-client";
import type { Installation } from "./installation";
import { prepareDataDirectory } from "./prepare-data-directory";
import { serverUser } from "./server-user";

export interface ServerRequest {
  readonly installation: Installation;
  readonly dataDirectory: string;
  readonly logPath: string;
  /** `false`: as fast as can be, a power failure may lose all of it. For shadows. */
  readonly isDurable: boolean;
  /** Deleted when the server has ended, however it ended. */
  readonly removeOnEnd?: string;
}

/** A PostgreSQL server that listens on 127.0.0.1 only and ends with this process. */
export interface PostgresServer {
  readonly port: number;
  /** What `SHOW specline.nonce` answers on this server and on no other. */
  readonly nonce: string;
  readonly pid: number;
  readonly ended: Promise<string>;
  /** URL with the password: never to be printed. */
  url(database: string): string;
  stop(): Promise<void>;
}

const portAttempts = 5;

/** Throws `Refused` with the end of the server's log when it does not start. */
export async function startServer(request: ServerRequest): Promise<PostgresServer> {
  const logStart = existsSync(request.logPath) ? statSync(request.logPath).size : 0;
  const prepared = await prepareDataDirectory(request.installation, request.dataDirectory);
  if ("failure" in prepared) {
    // Single-user mode writes to its own output, not to the log that the problem names.
    appendFileSync(request.logPath, `${prepared.failure}\n`, { mode: 0o600 });
    throw notStarted(lastLine(prepared.failure), request.logPath);
  }
  for (let attempt = 1; ; attempt++) {
    const server = await tryToStart(request, prepared.password, await freePort());
    if (server !== undefined) return server;
    const log = logSince(request.logPath, logStart);
    const isPortTaken = /could not bind|Address already in use/i.test(log);
    if (!isPortTaken || attempt === portAttempts) throw notStarted(lastLine(log), request.logPath);
  }
}

async function tryToStart(request: ServerRequest, password: string, port: number): Promise<PostgresServer | undefined> {
  const nonce = randomBytes(16).toString("hex");
  const user = serverUser();
  // A subscription that a shadow copies must not fetch anything from its publisher.
  const alone = "max_logical_replication_workers=0";
  const fast = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off", alone];
  const settings = [
    ...["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", `specline.nonce=${nonce}`],
    // A schema of some hundred tables is dropped or compared in one transaction.
    ...["max_locks_per_transaction=512", "timezone=UTC", "log_timezone=UTC", "lc_messages=C"],
    ...(request.isDurable ? [] : fast),
  ];
  const program = await startGuarded({
    program: join(request.installation.binaries, "postgres"),
    arguments: ["-D", request.dataDirectory, ...settings.flatMap((setting) => ["-c", setting])],
    directory: request.dataDirectory,
    environment: { PATH: process.env.PATH ?? "", ...request.installation.environment },
    logPath: request.logPath,
    // Fast shutdown, then immediate (recovers at the next start), then the kernel.
    stopSignals: ["SIGINT", "SIGQUIT", "SIGKILL"],
    graceMs: 15_000,
    ...(user === undefined ? {} : { user }),
    ...(request.removeOnEnd === undefined ? {} : { removeOnEnd: request.removeOnEnd }),
  });
  const url = (database: string) => databaseUrl({ user: "postgres", password, host: "127.0.0.1", port, database });
  let hasEnded = false;
  void program.ended.then(() => {
    hasEnded = true;
  });
  while (!hasEnded) {
    const client = await provedClient(url("postgres"), nonce).catch((error: unknown) => {
      if (error instanceof Refused && isStarting(error)) return undefined;
      return program.stop().then(() => Promise.reject(error));
    });
    if (client !== undefined) {
      await client.end();
      return { port, nonce, pid: program.pid, ended: program.ended, url, stop: () => program.stop() };
    }
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  return undefined;
}

/** Nobody listens yet, or the server says that it is starting up (57P03). */
function isStarting(error: Refused): boolean {
  return /ECONNREFUSED|ECONNRESET|starting up|terminated unexpectedly/.test(error.message);
}

function notStarted(reason: string, log: string): Refused {
  return new Refused([problem("database/not-started", { reason, log })]);
}

function lastLine(text: string): string {
  const lines = text.split("\n").filter((line) => /(ERROR|FATAL|PANIC|error while loading)/.test(line));
  return (lines.at(-1) ?? text.trim().split("\n").at(-1) ?? "no reason was given").replace(
    /^.*?(FATAL|PANIC|ERROR):\s*/,
    "",
  );
}

function logSince(path: string, start: number): string {
  const size = existsSync(path) ? statSync(path).size : 0;
  const buffer = Buffer.alloc(Math.max(0, size - start));
  const file = openSync(path, "r");
  readSync(file, buffer, 0, buffer.length, start);
  closeSync(file);
  return buffer.toString("utf8");
}
