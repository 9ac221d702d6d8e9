import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "pg";
import { isAlive } from "../process/is-alive";
import { provedClient } from "./connection/proved-client";
import { copyDataDirectory } from "./server/copy-data-directory";
import { initdbTemplate } from "./server/initdb-template";
import { findInstallation } from "./server/installation";
import { stopOrphan } from "./server/running-server";
import { serverUser } from "./server/server-user";
import { startServer } from "./server/start-server";
import { isTraversableBy } from "./server/traversable";

export interface ShadowDatabase {
  readonly name: string;
  /** URL with the password: never to be printed. */
  readonly url: string;
}

/** A throw-away server of our own, on which every plan is tried first. */
export interface Shadow {
  readonly major: number;
  /** An empty database, or a copy of one to which nobody is connected. */
  createDatabase(template?: ShadowDatabase): Promise<ShadowDatabase>;
  connect(database: ShadowDatabase): Promise<Client>;
  stop(): Promise<void>;
}

/** Starts a shadow of this major version; it is gone, files included, when this process ends. Throws `Refused`. */
export async function startShadow(workspaceRoot: string, major: number): Promise<Shadow> {
  const installation = findInstallation(workspaceRoot, major);
  const template = await initdbTemplate(installation);
  await removeAbandonedShadows();
  const folder = makeShadowFolder();
  const dataDirectory = join(folder, "data");
  await copyDataDirectory(template, dataDirectory);
  const server = await startServer({
    installation,
    dataDirectory,
    logPath: join(folder, "server.log"),
    isDurable: false,
    removeOnEnd: folder,
  });
  const admin = await provedClient(server.url("postgres"), server.nonce);
  let count = 0;
  return {
    major,
    async createDatabase(from) {
      const name = `shadow_${++count}`;
      await admin.query(`CREATE DATABASE ${name} TEMPLATE ${from?.name ?? "template0"}`);
      return { name, url: server.url(name) };
    },
    connect: (database) => provedClient(database.url, server.nonce),
    async stop() {
      await admin.end();
      await server.stop();
    },
  };
}

const prefix = "specline-shadow-";

function shadowParent(): string {
  const wished = tmpdir();
  const user = serverUser();
  return user === undefined || isTraversableBy(user, wished) ? wished : "/var/tmp";
}

function makeShadowFolder(): string {
  const folder = mkdtempSync(join(shadowParent(), prefix));
  writeFileSync(join(folder, "owner"), String(process.pid));
  const user = serverUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

/** Left behind when both a run and its watcher were killed. */
async function removeAbandonedShadows(): Promise<void> {
  const parent = shadowParent();
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(parent, name);
    try {
      const owner = Number(readFileSync(join(folder, "owner"), "utf8"));
      if (isAlive(owner)) continue;
      if (existsSync(join(folder, "data"))) await stopOrphan(join(folder, "data"));
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Somebody else's, or gone meanwhile.
    }
  }
}
