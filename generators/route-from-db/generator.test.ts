import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "@nx/devkit";
import { createTreeWithEmptyWorkspace } from "@nx/devkit/testing";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Shadow, startShadow } from "../../tools/postgres/shadow";
import sync from "../sync/generator";
import routeFromDb, { type RouteFromDbOptions } from "./generator";

const sql = `CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL);
CREATE TABLE note_log (at timestamptz NOT NULL, line text);
CREATE TABLE shelves (id int PRIMARY KEY);
`;
const spec = "specs/db-api/openapi.yaml";
let tree: Tree;

beforeEach(() => {
  vi.spyOn(console, "info").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.stubEnv("DATABASE_URL", "");
  tree = createTreeWithEmptyWorkspace();
  tree.write("specs/db/schema.sql", sql);
});
afterEach(() => vi.unstubAllEnvs());

function read(path: string): string {
  return tree.read(path, "utf8") ?? "";
}

function snapshot(): Record<string, string> {
  return Object.fromEntries(
    tree.listChanges().flatMap((one) => (one.content ? [[one.path, one.content.toString()]] : [])),
  );
}

test("writes the description of the only database, then its service, with nothing left to write", async () => {
  await routeFromDb(tree, {});
  expect(read(spec)).toMatch(/^# Made from tables by `nx g route-from-db --schema=db`\.\n/);
  expect(read(spec)).toContain("/notes/{id}:");
  expect(read("apps/db-api/src/resources/notes/handlers/createNotes.ts")).toContain("queries.createNotes");
  const config = JSON.parse(read("specs/db-api/specline.json"));
  expect(config).toMatchObject({ database: "db", directory: "apps/db-api" });
  for (const file of Object.values(config.handlers))
    expect(read(`apps/db-api/${file}`)).not.toContain("notImplemented");
  expect(console.error).toHaveBeenCalledWith(
    expect.stringMatching(new RegExp(`schema\\.sql:2:14: warning: .*\\[${"tables/no-key"}\\]`)),
  );
  expect(await sync(tree)).toEqual({});
});

test("writes the same bytes again, and is up to date for --check", async () => {
  await routeFromDb(tree, {});
  const before = snapshot();
  await routeFromDb(tree, {});
  await routeFromDb(tree, { check: true });
  expect(snapshot()).toEqual(before);
});

test("follows the tables as long as nobody edited the description", async () => {
  await routeFromDb(tree, {});
  tree.write("specs/db/schema.sql", sql.replace("text text", "body text"));
  await expect(routeFromDb(tree, { check: true })).rejects.toThrow(/out of date[\s\S]*-\s+text:[\s\S]*\+\s+body:/);
  await routeFromDb(tree, {});
  expect(read(spec)).toContain("body:");
});

test("refuses an edited description with what would change, but for --force", async () => {
  await routeFromDb(tree, {});
  tree.write(spec, read(spec).replace("summary: List rows of notes", "summary: List all notes"));
  tree.write("specs/db/schema.sql", `${sql}CREATE TABLE zoo (id int PRIMARY KEY);`);
  const before = snapshot();
  await expect(routeFromDb(tree, {})).rejects.toThrow(new RegExp(`\\[${"tables/edited"}\\][^]*-.*List all notes`));
  expect(snapshot()).toEqual(before);
  await routeFromDb(tree, { force: true });
  expect(read(spec)).toContain("/zoo:");
});

test("takes options from the header's command to the text", async () => {
  const options: RouteFromDbOptions = {
    schema: "specs/db/schema.sql",
    name: "shop",
    tables: "note*,!note_log",
    numbers: "json",
    security: "all",
  };
  await routeFromDb(tree, options);
  const text = read("specs/shop/openapi.yaml");
  expect(text).toContain(
    "route-from-db --schema=specs/db/schema.sql --name=shop --tables='note*,!note_log' --numbers=json --security=all`",
  );
  expect(text).not.toContain("/shelves");
  expect(text).not.toContain("/note-log");
  expect(text).toContain("bearerAuth: [notes:read]");
  expect(text).toMatch(/id:\n\s+type: integer/);
});

test("describes errors as they are answered", async () => {
  await routeFromDb(tree, { errorFormat: "problem", framework: "koa" });
  expect(read(spec)).toContain("application/problem+json");
  expect(JSON.parse(read("specs/db-api/specline.json"))).toMatchObject({ framework: "koa" });
  await routeFromDb(tree, { errorFormat: "problem", check: true });
});

describe("SQL from elsewhere", () => {
  test("becomes the schema of a database project, which another text does not replace", async () => {
    tree.write("old/01.sql", "CREATE TABLE a (id int PRIMARY KEY);");
    tree.write("old/02.sql", "CREATE TABLE b (id int PRIMARY KEY);");
    await routeFromDb(tree, { schema: "old", database: "legacy" });
    expect(read("specs/legacy/schema.sql")).toContain("CREATE TABLE b");
    expect(read("specs/legacy-api/openapi.yaml")).toContain("/b/{id}:");
    tree.write("old/02.sql", "CREATE TABLE c (id int PRIMARY KEY);");
    const before = snapshot();
    await expect(routeFromDb(tree, { schema: "old", database: "legacy" })).rejects.toThrow(/something else than old/);
    expect(snapshot()).toEqual(before);
    await routeFromDb(tree, { schema: "old", database: "legacy", force: true });
    expect(read("specs/legacy-api/openapi.yaml")).toContain("/c/{id}:");
  });
});

describe("a live database", () => {
  let shadow: Shadow | undefined;
  afterAll(() => shadow?.stop());

  test("is read, and its schema becomes that of a project", async () => {
    shadow = await startShadow(join(__dirname, "../.."), 18);
    const live = await shadow.createDatabase();
    const client = await shadow.connect(live);
    await client.query(sql);
    vi.stubEnv("SOME_DATABASE", live.url);
    await routeFromDb(tree, { connection: "env:SOME_DATABASE", database: "live" });
    const { rows } = await client.query(
      "SELECT count(*)::int AS count FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'",
    );
    await client.end();
    expect(rows).toEqual([{ count: 3 }]);
    expect(read("specs/live/schema.sql")).toContain('CREATE TABLE "public"."notes"');
    expect(read("specs/live-api/openapi.yaml")).toContain("--connection=env:SOME_DATABASE --database=live`");
    const { password } = new URL(live.url);
    for (const [path, content] of Object.entries(snapshot())) {
      if (password !== "") expect(content, path).not.toContain(password);
    }
  });
});

describe("refused, with nothing written", () => {
  test.each<[RouteFromDbOptions, RegExp | string]>([
    [{ schema: "nothing" }, /There is no SQL at nothing.*Databases of the workspace: db/],
    [{ connection: "postgres://me:secret@127.0.0.1:1/x" }, /\[database\/password-in-option\]/],
    [{ connection: "env:NOT_SET_AT_ALL" }, /\[database\/connection-variable-unset\]/],
    [{ connection: "postgres://me@127.0.0.1:1/x" }, /\[database\/unreachable\]/],
    [{ tables: "note*,wrong" }, /--tables=wrong names no table[\s\S]*note_log, notes, shelves/],
    [{ tables: "!*" }, "[tables/none-chosen]"],
    [{ spec: "somewhere/else.yaml" }, /is no place for a description/],
    [{ spec: "../openapi.yaml" }, /is no place for a description/],
    [{ database: "other" }, /There is no database other\. There are db/],
  ])("%j", async (options, message) => {
    const before = snapshot();
    await expect(routeFromDb(tree, options)).rejects.toThrow(message);
    expect(snapshot()).toEqual(before);
  });

  test("SQL with errors", async () => {
    tree.write("specs/db/schema.sql", "CREATE TABLE x (");
    await expect(routeFromDb(tree, {})).rejects.toThrow(/specs\/db\/schema\.sql has errors/);
    expect(tree.exists(spec)).toBe(false);
  });

  test("no source at all, and several", async () => {
    tree.write("specs/other/schema.sql", sql);
    await expect(routeFromDb(tree, {})).rejects.toThrow(/Say where the tables are.*There are db, other/);
    tree.delete("specs/db");
    tree.delete("specs/other");
    await expect(routeFromDb(tree, {})).rejects.toThrow(/Say where the tables are/);
  });
});

test("the schema knows every framework of route-from-spec, and nothing that the generator ignores", () => {
  const schema = JSON.parse(readFileSync(join(__dirname, "schema.json"), "utf8"));
  const routes = JSON.parse(readFileSync(join(__dirname, "../route-from-spec/schema.json"), "utf8"));
  const text = readFileSync(join(__dirname, "generator.ts"), "utf8");
  expect(schema.properties.framework.enum).toEqual(routes.properties.framework.enum);
  expect(schema.additionalProperties).toBe(false);
  for (const [name, property] of Object.entries<{ description: string }>(schema.properties)) {
    expect(text, name).toMatch(new RegExp(`\\b${name}\\b`));
    expect(property.description, name).not.toBe("");
  }
});
