import { existsSync } from "node:fs";
import { problem } from "../report/problem";
import { Refused } from "../report/refused";
import { provedClient } from "./connection/proved-client";
import { checkDataDirectory, embeddedPlace } from "./embedded-data-directory";
import { copyDataDirectory } from "./server/copy-data-directory";
import { initdbTemplate } from "./server/initdb-template";
import { tryProcessLock } from "./server/process-lock";
import { provedInstallation } from "./server/proved-installation";
import { stopOrphan } from "./server/running-server";
import { startServer } from "./server/start-server";

export interface EmbeddedRequest {
  readonly workspaceRoot: string;
  readonly project: string;
  readonly major: number;
  /** How long to wait for another command that uses the same database. */
  readonly waitMs?: number;
  /** Gets one line for people, once. */
  readonly onWait?: (line: string) => void;
}

export interface EmbeddedDatabase {
  /** URL with the password: never to be printed. */
  readonly url: string;
  readonly port: number;
  readonly nonce: string;
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/**
 * Starts the persistent server of a project, makes its database when it is missing, and stops a server that an earlier run left
 * on the same data directory. Throws `Refused`; data of another major version is not touched.
 */
export async function startEmbedded(request: EmbeddedRequest): Promise<EmbeddedDatabase> {
  const place = embeddedPlace(request.workspaceRoot, request.project);
  checkDataDirectory(place.dataDirectory, request.major);
  const installation = await provedInstallation(request.workspaceRoot, request.major);
  const lock = await waitForLock(place.lockPath, request);
  try {
    if (!existsSync(place.dataDirectory)) {
      await copyDataDirectory(await initdbTemplate(installation), place.dataDirectory);
    }
    await stopOrphan(place.dataDirectory);
    const server = await startServer({
      installation,
      dataDirectory: place.dataDirectory,
      logPath: place.logPath,
      isDurable: true,
    });
    const database = request.project;
    const admin = await provedClient(server.url("postgres"), server.nonce);
    const { rows } = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [database]);
    if (rows.length === 0) await admin.query(`CREATE DATABASE ${admin.escapeIdentifier(database)} TEMPLATE template0`);
    await admin.end();
    return {
      url: server.url(database),
      port: server.port,
      nonce: server.nonce,
      ended: server.ended,
      async stop() {
        await server.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Nx names the task to its process. */
function taskTitle(): string {
  const { NX_TASK_TARGET_PROJECT: project, NX_TASK_TARGET_TARGET: target } = process.env;
  return project === undefined || target === undefined ? "" : `${project}:${target}`;
}

async function waitForLock(path: string, request: EmbeddedRequest): Promise<{ readonly release: () => void }> {
  const waitMs = request.waitMs ?? 120_000;
  const seconds = String(Math.round(waitMs / 1_000));
  let isTold = false;
  for (let waitedMs = 0; ; waitedMs += 100) {
    const lock = tryProcessLock(path, taskTitle());
    if ("release" in lock) return lock;
    const { pid, title } = lock.holder;
    const holder = title === "" ? `process ${pid}` : `process ${pid} (${title})`;
    if (waitedMs >= waitMs) {
      throw new Refused([problem("database/in-use", { project: request.project, holder, seconds })]);
    }
    if (!isTold) request.onWait?.(`waiting up to ${seconds} s for ${holder}, which uses the same database`);
    isTold = true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
