import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type Shadow, type ShadowDatabase, startShadow } from "../../../tools/postgres/shadow";
import type { DatabaseProject } from "../../../tools/schema-engine/commands/database-project";
import { diff } from "../../../tools/schema-engine/commands/diff";
import { migrate } from "../../../tools/schema-engine/commands/migrate";
import { rollback } from "../../../tools/schema-engine/commands/rollback";
import { status } from "../../../tools/schema-engine/commands/status";
import { verify } from "../../../tools/schema-engine/commands/verify";
import { type DatabaseWorkspace, makeDatabaseWorkspace } from "../../database/database-workspace";
import { refusal } from "../../database/refusal";
import { startChild } from "../start-child";
import { writeSums } from "./write-sums";

let server: Shadow;
let live: ShadowDatabase;
let workspace: DatabaseWorkspace;

beforeAll(async () => {
  server = await startShadow(process.cwd(), 18);
});
afterAll(() => server?.stop());
beforeEach(async () => {
  live = await server.createDatabase();
  workspace = makeDatabaseWorkspace();
  workspace.write("schema.sql", "CREATE TABLE users (id int PRIMARY KEY);\n");
});
afterEach(() => workspace.remove());

const folder = () => join(workspace.root, "specs/db/migrations");
const files = () => readdirSync(folder()).sort();

/** Waits for a line that begins so. */
function told(
  project: DatabaseProject,
  prefix: string,
): { readonly project: DatabaseProject; readonly line: Promise<string> } {
  let tell: (line: string) => void = () => {};
  const line = new Promise<string>((resolve) => {
    tell = resolve;
  });
  return { project: { ...project, onLine: (text) => (text.startsWith(prefix) ? tell(text) : undefined) }, line };
}

test("of two plans at once one is written; the other waits, reads the folder anew and has nothing to plan", async () => {
  const reports = await Promise.all([
    diff(workspace.project(), { name: "first" }),
    diff(workspace.project(), { name: "second" }),
  ]);
  expect(reports.map((one) => one.verdict).sort()).toEqual(["planned", "up-to-date"]);
  expect(files()).toHaveLength(4);
  expect(workspace.lines.join("\n")).toMatch(/waiting up to 60 s for db:diff \(process \d+\), which plans migrations/);
  expect((await verify(workspace.project(), {})).verdict).toBe("proved");
});

test("a holder that is killed with SIGKILL blocks nobody, also when it came to the folder by a link", async () => {
  mkdirSync(folder(), { recursive: true });
  symlinkSync(folder(), join(workspace.root, "link"));
  const holder = startChild(["hold-folder", join(workspace.root, "link")]);
  await holder.line("ready");
  const { project, line } = told(workspace.project(), "waiting up to");
  const report = diff(project, { name: "first" });
  expect(await line).toContain("the other one (process");
  expect((await diff(workspace.project(), { isDryRun: true })).verdict).toBe("proved");
  holder.process.kill("SIGKILL");
  expect((await report).verdict).toBe("planned");
});

test("who waits too long is refused with the name of the holder, and writes nothing", async () => {
  const holder = startChild(["hold-folder", folder()]);
  try {
    await holder.line("ready");
    const refused = await refusal(diff(workspace.project(), { name: "first", run: { waitMs: 300 } }));
    expect(refused.codes).toEqual(["migration/folder-busy"]);
    expect(refused.text).toContain(`the other one (process ${holder.process.pid}) is writing specs/db/migrations`);
    workspace.write("migrations/1_a.up.sql", "CREATE TABLE users (id int PRIMARY KEY);\n");
    const rehash = await refusal(verify(workspace.project(), { isRehash: true, run: { waitMs: 300 } }));
    expect(rehash.codes).toEqual(["migration/folder-busy"]);
    expect(files()).toEqual(["1_a.up.sql"]);
  } finally {
    holder.process.kill("SIGKILL");
    await holder.ended;
  }
});

test("a folder that others change while a plan is made from it is not written", async () => {
  const project = workspace.project();
  let looks = 0;
  // The clock is asked when the plan begins.
  const now = () => {
    if (looks++ === 0) workspace.write("migrations/1_pulled.up.sql", "CREATE TABLE pulled (id int);\n");
    return project.now();
  };
  const refused = await refusal(diff({ ...project, now }, { name: "first" }));
  expect(refused.codes).toEqual(["migration/folder-changed"]);
  expect(files()).toEqual(["1_pulled.up.sql"]);
});

test("at each moment of a writing, migrate sees the folder before it or refuses: it never applies half of it", async () => {
  workspace.write("migrations/1_a.up.sql", "CREATE TABLE users (id int PRIMARY KEY);\n");
  writeSums(folder());
  workspace.write("schema.sql", "CREATE TABLE users (id int PRIMARY KEY, a int);\nCREATE INDEX ON users (a);\n");
  const before = new Map(files().map((name) => [name, readFileSync(join(folder(), name), "utf8")]));
  await diff(workspace.project(), { name: "add_a" });
  const after = files().map((name) => [name, readFileSync(join(folder(), name), "utf8")] as const);
  // The order in which they are renamed into place: by version, its up first.
  const order = ([name]: readonly [string, string]) => name.replace(".up.", ".1.");
  const written = after
    .filter(([name]) => name.endsWith(".sql") && !before.has(name))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const sums = after.filter(([name]) => name.endsWith(".sum"));
  const steps = [...written, ...sums];
  expect(steps).toHaveLength(6);
  for (let count = 1; count < steps.length; count++) {
    workspace.remove();
    mkdirSync(folder(), { recursive: true });
    for (const [name, text] of [...before, ...steps.slice(0, count)]) writeFileSync(join(folder(), name), text);
    for (const command of [migrate, rollback]) {
      const { codes } = await refusal(command(workspace.project({ DATABASE_URL: live.url }), {}));
      expect(codes).toContain("migration/checksum-mismatch");
    }
  }
  const client = await server.connect(live);
  const { rows } = await client.query("SELECT to_regclass('users') AS users");
  await client.end();
  expect(rows).toEqual([{ users: null }]);
});

test("rollback beside migrate: one waits for the other, and what is applied is whole", async () => {
  workspace.write("migrations/1_a.up.sql", "CREATE TABLE a (id int);\n");
  workspace.write("migrations/1_a.down.sql", "SELECT pg_advisory_xact_lock(42);\nDROP TABLE a;\n");
  workspace.write("migrations/2_b.up.sql", "CREATE TABLE b (id int);\n");
  workspace.write("migrations/2_b.down.sql", "DROP TABLE b;\n");
  writeSums(folder());
  const environment = { DATABASE_URL: live.url };
  await migrate(workspace.project(environment), {});
  // What the way back waits for, until the other is seen to wait for it.
  const holder = await server.connect(live);
  await holder.query("SELECT pg_advisory_lock(42)");
  const backwards = told(workspace.project(environment), "rolling back");
  const back = rollback(backwards.project, { steps: 2 });
  await backwards.line;
  const forwards = told(workspace.project(environment), "waiting for");
  const again = migrate(forwards.project, {});
  expect(await forwards.line).toMatch(/process \d+ of the server/);
  await holder.end();
  expect((await back).data).toMatchObject({ versions: ["2", "1"] });
  expect((await again).data).toMatchObject({ applied: ["1", "2"] });
  expect((await status(workspace.project(environment), {})).verdict).toBe("up-to-date");
});
