import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Client } from "pg";
import { isAlive } from "../process/is-alive";
import { provedClient } from "./connection/proved-client";
import { copySubscriptions } from "./copy-subscriptions";
import { oneAfterAnother } from "./one-after-another";
import { copyDataDirectory } from "./server/copy-data-directory";
import { initdbTemplate } from "./server/initdb-template";
import { provedInstallation } from "./server/proved-installation";
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
  /** Of a database to which nobody is connected; its files are most of what a shadow takes. */
  dropDatabase(database: ShadowDatabase): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a shadow of this major version; it is gone, files included, when this process ends. Throws `Refused`. */
export async function startShadow(workspaceRoot: string, major: number): Promise<Shadow> {
  const installation = await provedInstallation(workspaceRoot, major);
  const initial = await initdbTemplate(installation);
  await removeAbandonedShadows();
  const folder = makeShadowFolder();
  const dataDirectory = join(folder, "data");
  await copyDataDirectory(initial, dataDirectory);
  const server = await startServer({
    installation,
    dataDirectory,
    logPath: join(folder, "server.log"),
    isDurable: false,
    removeOnEnd: folder,
  });
  const admin = await provedClient(server.url("postgres"), server.nonce);
  const inOrder = oneAfterAnother();
  let count = 0;
  return {
    major,
    async createDatabase(template) {
      const name = `shadow_${++count}`;
      const open = () => provedClient(server.url(name), server.nonce);
      await inOrder(() => createShadowDatabase(admin, name, template, open));
      return { name, url: server.url(name) };
    },
    connect: (database) => provedClient(database.url, server.nonce),
    dropDatabase: (database) => inOrder(() => dropShadowDatabase(admin, database)),
    async stop() {
      await admin.end();
      await server.stop();
    },
  };
}

/** Half the time of the other strategy: nothing of a shadow has to survive a crash. */
export async function createShadowDatabase(
  admin: Client,
  name: string,
  template: ShadowDatabase | undefined,
  open: () => Promise<Client>,
): Promise<void> {
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template?.name ?? "template0"} STRATEGY FILE_COPY`);
  if (template !== undefined) await giveOwnerOf(admin, template, name);
  if (template === undefined || !(await hasSubscriptions(admin, template))) return;
  const copy = await open();
  await copySubscriptions(copy, template.name).finally(() => copy.end());
}

/** A copy belongs to whoever makes it, and the snapshot reads objects by the owner of their database. */
async function giveOwnerOf(admin: Client, template: ShadowDatabase, name: string): Promise<void> {
  const { rows } = await admin.query<{ owner: string }>(
    `SELECT quote_ident(pg_get_userbyid(datdba)) AS owner FROM pg_database
     WHERE datname = $1 AND pg_get_userbyid(datdba) <> current_user`,
    [template.name],
  );
  for (const { owner } of rows) await admin.query(`ALTER DATABASE ${name} OWNER TO ${owner}`);
}

export async function dropShadowDatabase(admin: Client, { name }: ShadowDatabase): Promise<void> {
  await admin.query(`DROP DATABASE ${name}`).catch((error: { readonly code?: string }) => {
    // A subscription keeps it; then it goes with the shadow.
    if (error.code !== objectInUse) throw error;
  });
}

const objectInUse = "55006";

async function hasSubscriptions(admin: Client, { name }: ShadowDatabase): Promise<boolean> {
  const { rows } = await admin.query(
    "SELECT FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = $1) LIMIT 1",
    [name],
  );
  return rows.length > 0;
}

const prefix = "specline-shadow-";

/** Of these, the first that can be used is. */
function shadowParents(): readonly string[] {
  const user = serverUser();
  return ["/dev/shm", tmpdir(), "/var/tmp"].filter((path) => {
    return existsSync(path) && (user === undefined || isTraversableBy(user, path));
  });
}

const memoryNeededBytes = 2 * 1024 ** 3;

/** In memory where there is plenty: a database of a shadow is 300 files, and a plan is tried on a dozen of them. */
function shadowParent(): string {
  const found = shadowParents().find((path) => path !== "/dev/shm" || freeBytes(path) >= memoryNeededBytes);
  return found ?? tmpdir();
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(path);
  return bavail * bsize;
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
  const folders = shadowParents().flatMap((parent) => readdirSync(parent).map((name) => ({ name, parent })));
  for (const { name, parent } of folders) {
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
