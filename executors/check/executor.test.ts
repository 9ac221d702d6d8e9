import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import Ajv from "ajv/dist/2020";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import check, { type CheckOptions } from "./executor";
import { isStub } from "./find-stubs";

let root: string;
let printed: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "specline-check-"));
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

const description = `openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      operationId: getPet
      responses: {"200": {description: A pet., content: {application/json: {schema: {type: object, properties: {id: {type: integer}}}}}}}
  /health:
    get: {operationId: getHealth, responses: {"204": {description: Fine.}}}
`;
const config = { kind: "api", framework: "fastify", directory: "apps/pets", granularity: "resource", handlers: {} };

test("says how operations are linked, and which handlers are stubs", async () => {
  write("specs/pets/openapi.yaml", description);
  const handlers = {
    "GET /pets/{id}": "src/resources/pets/handlers/getPet.ts",
    "GET /health": "src/resources/health/handlers/getHealth.ts",
  };
  write("specs/pets/specline.json", JSON.stringify({ ...config, database: "db", handlers }));
  write("specs/db/schema/01.sql", "CREATE TABLE pets (id int PRIMARY KEY);");
  const stub = 'import { notImplemented } from "../../../generated/runtime/handler.js";\n';
  for (const file of [...Object.values(handlers), "src/resources/gone/handlers/gone.ts"])
    write(`apps/pets/${file}`, stub);
  expect(await run()).toEqual({ success: true });
  expect(printed).toContain("specline: checking specs/pets/openapi.yaml, specs/db/schema/01.sql");
  expect(printed).toMatch(/getPet +get +pets/);
  expect(printed).toContain("No table is called like its last path segment, `health`.");
  expect(printed).toContain("apps/pets/src/resources/health/handlers/getHealth.ts");
  const report = JSON.parse(readFileSync(join(root, ".specline/reports/pets/check.json"), "utf8"));
  expect(report).toMatchObject({ schemaVersion: 1, verdict: "stubs", success: true });
  const reason = "No table is called like its last path segment, `health`.";
  const orphan = { operation: null, reason: "No operation of the description uses it any more." };
  expect(report.data.stubs).toEqual([
    { file: "apps/pets/src/resources/gone/handlers/gone.ts", ...orphan },
    { file: "apps/pets/src/resources/health/handlers/getHealth.ts", operation: "GET /health", reason },
    {
      file: "apps/pets/src/resources/pets/handlers/getPet.ts",
      operation: "GET /pets/{id}",
      reason: "Its link answers it: delete the file and run `nx sync`.",
    },
  ]);
  const isData = new Ajv().compile(JSON.parse(readFileSync(join(__dirname, "../../docs/schemas/check.json"), "utf8")));
  expect(isData(report.data), JSON.stringify(isData.errors)).toBe(true);
  expect(await run({ failOn: "warning" })).toEqual({ success: false });
});

test("asks for a handler by hand until there is one", async () => {
  const body = "{content: {application/json: {schema: {type: object, properties: {coupon: {type: string}}}}}}";
  const post = `    post: {operationId: addPet, requestBody: ${body}, responses: {"204": {description: Done.}}}`;
  write("specs/pets/openapi.yaml", `${description}  /pets:\n${post}\n`);
  write("specs/db/schema.sql", "CREATE TABLE pets (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);");
  const file = "src/resources/pets/handlers/addPet.ts";
  write("specs/pets/specline.json", JSON.stringify({ ...config, database: "db", handlers: { "POST /pets": file } }));
  write(`apps/pets/${file}`, 'import { notImplemented } from "../../../generated/runtime/handler.js";\n');
  await run();
  expect(printed).toContain("[link/unmapped-property]");
  printed = "";
  write(`apps/pets/${file}`, "export const addPet = async () => ({ status: 204 });\n");
  expect(await run({ failOn: "warning" })).toEqual({ success: true });
  expect(printed).not.toContain("[link/unmapped-property]");
});

test("fails on an error, with its place", async () => {
  write("specs/pets/openapi.yaml", description.replace("operationId: getHealth", "operationId: getPet"));
  expect(await run()).toEqual({ success: false });
  expect(printed).toContain("specs/pets/openapi.yaml:10:11: error: operationId `getPet` is used twice");
  expect(printed).toContain("failed: errors");
});

test("prints one JSON document and nothing else", async () => {
  write("specs/pets/openapi.yaml", description);
  await run({ format: "json" });
  expect(JSON.parse(printed)).toMatchObject({ project: "pets", target: "check", verdict: "clean" });
});

test("refuses a folder without a description", async () => {
  mkdirSync(join(root, "specs/pets"), { recursive: true });
  expect(await run()).toEqual({ success: false });
  expect(printed).toContain("[check/no-description]");
});

test("refuses a database that is no project", async () => {
  write("specs/pets/openapi.yaml", description);
  write("specs/pets/specline.json", JSON.stringify({ ...config, database: "other" }));
  expect(await run()).toEqual({ success: false });
  expect(printed).toContain("[check/unknown-database]");
});

test.each([
  ['import { notImplemented } from "../../../generated/runtime/handler.js";', true],
  ['import {\n  notImplemented,\n  other,\n} from "../../../generated/runtime/handler.js";', true],
  ['// import { notImplemented } from "../../../generated/runtime/handler.js";', false],
  ['import { notImplemented } from "./mine.js";', false],
  ['import { query } from "../../../generated/runtime/handler.js";\nconst notImplemented = 1;', false],
])("%s", (text, expected) => {
  expect(isStub(text)).toBe(expected);
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function run(options: CheckOptions = {}): Promise<{ success: boolean }> {
  const projects = { pets: { root: "specs/pets" }, db: { root: "specs/db" } };
  const context = { root, projectName: "pets", projectsConfigurations: { version: 2, projects } };
  return check(options, context as unknown as ExecutorContext);
}
