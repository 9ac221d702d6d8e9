import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "@nx/devkit";
import { createTreeWithEmptyWorkspace } from "@nx/devkit/testing";
import { beforeEach, describe, expect, test, vi } from "vitest";
import sync from "../sync/generator";
import routeFromSpec from "./generator";

const spec = `openapi: 3.1.0
info: { title: Notes, version: 1.0.0 }
paths:
  /notes:
    get:
      operationId: listNotes
      tags: [notes]
      responses: { "200": { description: All notes } }
  /notes/{noteId}:
    get:
      operationId: getNote
      tags: [notes]
      parameters: [{ name: noteId, in: path, required: true, schema: { type: integer } }]
      responses: { "200": { description: The note, content: { application/json: { schema: { $ref: "#/components/schemas/Note" } } } } }
components:
  schemas:
    Note: { type: object, required: [id], properties: { id: { type: integer }, text: { type: string } } }
`;
const source = "specs/notes/openapi.yaml";
const app = "apps/notes/src";
let tree: Tree;

beforeEach(async () => {
  vi.spyOn(console, "info").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  vi.spyOn(console, "error").mockImplementation(() => {});
  tree = createTreeWithEmptyWorkspace();
  tree.write(source, spec);
  await routeFromSpec(tree, { spec: "notes" });
});

function read(path: string): string {
  return tree.read(path, "utf8") ?? "";
}

function snapshot(): Record<string, string> {
  return Object.fromEntries(
    tree.listChanges().flatMap((one) => (one.content ? [[one.path, one.content.toString()]] : [])),
  );
}

describe("files", () => {
  test("belong to one application, whose packages are added", () => {
    for (const path of ["server.ts", "generated/register.ts", "resources/notes/handlers/getNote.ts"]) {
      expect(tree.exists(`${app}/${path}`), path).toBe(true);
    }
    expect(JSON.parse(read("package.json")).dependencies).toMatchObject({ fastify: "^5.12.8", jose: "^6.2.17" });
    expect(JSON.parse(read("specs/notes/specline.json"))).toMatchObject({
      kind: "api",
      directory: "apps/notes",
      handlers: { "GET /notes": "src/resources/notes/handlers/listNotes.ts" },
    });
  });

  test("are the same bytes when nothing changed", async () => {
    const before = snapshot();
    await routeFromSpec(tree, { spec: source });
    expect(snapshot()).toEqual(before);
    expect(await sync(tree)).toEqual({});
  });

  test("hold no place of this machine and no date", () => {
    for (const [path, content] of Object.entries(snapshot())) {
      expect(content, path).not.toContain(process.cwd());
      expect(content, path).not.toMatch(/20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/);
    }
  });

  test("that are not needed any more go", async () => {
    tree.write(source, spec.replaceAll("tags: [notes]", "tags: [papers]"));
    await routeFromSpec(tree, { spec: source });
    expect(tree.exists("apps/notes/slices/notes/slice.json")).toBe(false);
    expect(tree.exists("apps/notes/slices/papers/slice.json")).toBe(true);
    expect(tree.exists(`${app}/resources/notes/generated/routes.ts`)).toBe(false);
  });
});

describe("a file of the user", () => {
  test("is never touched, and stays that of its operation when that gets another tag or name", async () => {
    const handler = `${app}/resources/notes/handlers/getNote.ts`;
    tree.write(handler, "// mine\n");
    tree.write(`${app}/server.ts`, "// mine too\n");
    tree.write(source, spec.replaceAll("tags: [notes]", "tags: [papers]").replace("getNote", "readNote"));
    await routeFromSpec(tree, { spec: source, force: true });
    expect(read(handler)).toBe("// mine\n");
    expect(read(`${app}/server.ts`)).toBe("// mine too\n");
    expect(read(`${app}/generated/handlers.ts`)).toContain(
      'import { getNote as readNote } from "../resources/notes/handlers/getNote.js"',
    );
    expect(read(`${app}/resources/notes/generated/types.ts`)).toContain(
      'export type { ReadNote as GetNote, ReadNoteInput as GetNoteInput, ReadNoteReply as GetNoteReply } from "../../papers/generated/types.js"',
    );
    expect(tree.exists(`${app}/resources/papers/handlers/readNote.ts`)).toBe(false);
  });

  test("of an operation that is gone stays, and goes with --prune only while it is the stub", async () => {
    const handlers = `${app}/resources/notes/handlers`;
    tree.write(source, spec.replace(/ {2}\/notes\/\{noteId\}:[\s\S]*?(?=components:)/, ""));
    await routeFromSpec(tree, { spec: source });
    expect(tree.exists(`${handlers}/getNote.ts`)).toBe(true);
    expect(console.info).not.toHaveBeenCalledWith(expect.stringContaining("prune"));
    await routeFromSpec(tree, { spec: source, prune: true });
    expect(tree.exists(`${handlers}/getNote.ts`)).toBe(false);
    expect(console.info).toHaveBeenCalledWith(`Deleted ${handlers}/getNote.ts, an untouched stub of no operation.`);
    await routeFromSpec(tree, { spec: source, prune: true });
    expect(console.info).toHaveBeenCalledWith("Nothing to prune: every handler belongs to an operation.");
    tree.write(`${handlers}/getNote.ts`, "export const getNote = 1;\n");
    await routeFromSpec(tree, { spec: source, prune: true });
    expect(tree.exists(`${handlers}/getNote.ts`)).toBe(true);
  });
});

describe("refused, with nothing written", () => {
  test("a generated file that was edited by hand, but for --force", async () => {
    const path = `${app}/resources/notes/generated/routes.ts`;
    const generated = read(path);
    tree.write(path, generated.replace('"GET"', '"HEAD"'));
    tree.write(source, spec.replace("Notes", "Papers"));
    const before = snapshot();
    await expect(routeFromSpec(tree, { spec: source })).rejects.toThrow(/routes\.ts[\s\S]*-.*"HEAD"[\s\S]*\+.*"GET"/);
    await expect(sync(tree)).rejects.toThrow(/edited by hand/);
    expect(snapshot()).toEqual(before);
    await routeFromSpec(tree, { spec: source, force: true });
    expect(read(path)).toBe(generated);
  });

  test("a spec with errors", async () => {
    tree.write(source, spec.replace("#/components/schemas/Note", "#/components/schemas/None"));
    const before = snapshot();
    await expect(routeFromSpec(tree, { spec: source })).rejects.toThrow(
      /specs\/notes\/openapi\.yaml has errors; nothing was written/,
    );
    expect(snapshot()).toEqual(before);
  });

  test("--check, which lists what is out of date", async () => {
    await routeFromSpec(tree, { spec: source, check: true });
    tree.write(source, spec.replace("operationId: getNote", "operationId: getNote\n      summary: Read it"));
    const before = snapshot();
    await expect(routeFromSpec(tree, { spec: source, check: true })).rejects.toThrow(
      /stale apps\/notes\/src\/resources\/notes\/generated\/types\.ts/,
    );
    expect(snapshot()).toEqual(before);
  });

  test.each([
    [{ spec: "nothing" }, /There is no description at nothing/],
    [{ spec: "notes", database: "nowhere" }, /There is no database nowhere/],
    [{ spec: "notes", directory: "specs/notes/app" }, /cannot be specs\/notes\/app/],
    [{ spec: "notes", directory: "specs" }, /cannot be specs/],
    [{ spec: "notes", directory: "../out" }, /inside the workspace/],
    [{ spec: "notes", output: "src/routes" }, /cannot move what is there/],
    [{ spec: "notes", output: "src/routes", server: false }, /cannot move what is there/],
  ])("%j", async (options, message) => {
    await expect(routeFromSpec(tree, options)).rejects.toThrow(message);
  });

  test.each([
    [{ framework: "hapi" }, /`framework` is "hapi"; it must be "express" or "fastify" or "koa"/],
    [{ framwork: "koa" }, /it has no `framwork`, only/],
    [{ handlers: { "GET /notes": 5 } }, /`handlers` is/],
    [{ slo: { getNote: { p95: 5 } } }, /`slo` is/],
    [{ slo: { getNote: { errorRate: 5 } } }, /`slo` is/],
    [{ slo: { getNot: { p95Ms: 5 } } }, /names the operation `getNot`, .* Did you mean `getNote`\?/],
  ])("specline.json with %j", async (more, message) => {
    const path = "specs/notes/specline.json";
    tree.write(path, JSON.stringify({ ...JSON.parse(read(path)), ...more }));
    await expect(routeFromSpec(tree, { spec: "notes" })).rejects.toThrow(message);
  });

  test("objectives in specline.json reach the load test, and are kept", async () => {
    const path = "specs/notes/specline.json";
    const slo = { listNotes: { p95Ms: 50, errorRate: 0 } };
    tree.write(path, JSON.stringify({ ...JSON.parse(read(path)), slo }));
    await routeFromSpec(tree, { spec: "notes" });
    expect(read(`${app}/resources/notes/generated/load-test.js`)).toContain(
      '"listNotes": { "p95Ms": 50, "errorRate": 0 }',
    );
    expect(JSON.parse(read(path)).slo).toEqual(slo);
  });

  test("a description where nobody looks for one", async () => {
    tree.write("my-api.json", "{}");
    await expect(routeFromSpec(tree, { spec: "my-api.json" })).rejects.toThrow(
      /Move it to specs\/my-api\/openapi\.json/,
    );
  });
});

describe("a database", () => {
  const sql = "CREATE TABLE notes (id integer PRIMARY KEY, text text);";
  const handler = `${app}/resources/notes/handlers/getNote.ts`;

  test("is taken when it is the only one; untouched stubs and server are renewed, touched ones are not", async () => {
    tree.write("specs/db/schema.sql", sql);
    expect(read(handler)).toContain("notImplemented");
    const list = `${app}/resources/notes/handlers/listNotes.ts`;
    tree.write(list, `${read(list)}// mine\n`);
    await routeFromSpec(tree, { spec: "notes" });
    expect(console.info).toHaveBeenCalledWith(expect.stringContaining("--database=none"));
    expect(JSON.parse(read("specs/notes/specline.json")).database).toBe("db");
    expect(read(handler)).toContain("queries.getNote");
    expect(read(list)).toContain("notImplemented");
    expect(read(`${app}/server.ts`)).toContain("createDatabase");
    expect(await sync(tree)).toEqual({});
  });

  test("that comes later does not touch an edited server, but says what to add", async () => {
    tree.write("specs/db/schema.sql", sql);
    const mine = `${read(`${app}/server.ts`)}// mine\n`;
    tree.write(`${app}/server.ts`, mine);
    await routeFromSpec(tree, { spec: "notes" });
    expect(read(`${app}/server.ts`)).toBe(mine);
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining("checkReady: db.checkReady"));
  });

  test("is not taken after --database=none, nor when there are several", async () => {
    tree.write("specs/db/schema.sql", sql);
    await routeFromSpec(tree, { spec: "notes", database: "none" });
    await routeFromSpec(tree, { spec: "notes" });
    expect(read(handler)).toContain("notImplemented");
    tree.write("specs/other/openapi.yaml", spec);
    tree.write("specs/db2/schema.sql", sql);
    await routeFromSpec(tree, { spec: "other" });
    expect(console.info).toHaveBeenCalledWith(expect.stringContaining("--database=<name>: db, db2"));
  });

  test("linked handlers of gone operations are named by sync and are left to their owner", async () => {
    tree.write("specs/db/schema.sql", sql);
    await routeFromSpec(tree, { spec: "notes" });
    tree.write(source, spec.replace(/ {2}\/notes\/\{noteId\}:[\s\S]*?(?=components:)/, ""));
    const result = await sync(tree);
    expect(result.outOfSyncDetails?.join("\n")).toContain(`npx nx g route-from-spec ${source} --prune`);
    await routeFromSpec(tree, { spec: "notes", prune: true });
    expect(tree.exists(handler)).toBe(true);
  });
});

test("a folder with two descriptions is refused", async () => {
  tree.write("specs/notes/openapi.json", "{}");
  await expect(routeFromSpec(tree, { spec: "notes" })).rejects.toThrow(/several descriptions.*openapi\.json/);
});

describe("sync", () => {
  test("brings one API up to date beside another whose spec is broken", async () => {
    tree.write("specs/other/openapi.yaml", spec.replaceAll("notes", "others"));
    await routeFromSpec(tree, { spec: "other" });
    tree.write("specs/other/openapi.yaml", "{ broken");
    tree.write(
      source,
      spec.replace("All notes", "Every note").replace("type: integer }, text", "type: string }, text"),
    );
    const result = await sync(tree);
    expect(result.outOfSyncDetails).toContain("  stale apps/notes/src/generated/schemas/Note.ts");
    expect(result.outOfSyncDetails?.join("\n")).not.toContain("apps/other");
    await expect(sync(tree)).rejects.toThrow(/specs\/other\/openapi\.yaml has errors/);
  });

  test("leaves descriptions alone from which nothing was generated", async () => {
    tree.write("specs/new/openapi.yaml", spec);
    expect(await sync(tree)).toEqual({});
    expect(tree.exists("apps/new")).toBe(false);
  });
});

test("the schema declares nothing that the generator ignores", () => {
  const schema = JSON.parse(readFileSync(join(__dirname, "schema.json"), "utf8"));
  const text = readFileSync(join(__dirname, "generator.ts"), "utf8");
  const config = readFileSync(join(__dirname, "../../tools/graph/application/api-config.ts"), "utf8");
  expect(schema.additionalProperties).toBe(false);
  for (const name of Object.keys(schema.properties)) expect(`${text}${config}`, name).toContain(`options.${name}`);
});
