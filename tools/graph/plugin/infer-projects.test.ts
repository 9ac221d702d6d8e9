import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ProjectConfiguration } from "@nx/devkit";
import { afterEach, expect, test } from "vitest";
import { executors } from "../../../executors.json";
import { run } from "../../process/run";
import { inferProjects } from "./infer-projects";
import { readPluginOptions } from "./plugin-options";

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/** @param files path → text; `-> target` makes a symbolic link */
function infer(files: Readonly<Record<string, string>>, options?: unknown): Map<string, ProjectConfiguration> {
  const root = mkdtempSync(join(tmpdir(), "specline-graph-"));
  roots.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    if (text.startsWith("-> ")) symlinkSync(join(root, text.slice(3)), join(root, path));
    else writeFileSync(join(root, path), text);
  }
  const configurationFiles = Object.keys(files).filter((path) => /(^|\/)(project|package)\.json$/.test(path));
  const projects = new Map<string, ProjectConfiguration>();
  for (const [, result] of inferProjects(root, readPluginOptions(options), configurationFiles)) {
    for (const project of Object.values(result.projects ?? {})) {
      const other = projects.get(project.name ?? "");
      const targets = { ...other?.targets, ...project.targets };
      projects.set(project.name ?? "", { ...(project as ProjectConfiguration), targets });
    }
  }
  return projects;
}

const shop = {
  "specs/shop/openapi.yaml": "not: [even yaml",
  "specs/shop/specline.json": JSON.stringify({ kind: "api", directory: "services/shop", database: "db" }),
  "specs/db/schema.sql": "",
  "services/shop/slices/orders/slice.json": "{}",
  "services/shop/slices/users/slice.json": "{}",
  "services/shop/src/server.ts": `import "./generated/register.js"; import "./clock.js";`,
  "services/shop/src/clock.ts": "",
  "services/shop/src/money.ts": "",
  "services/shop/src/plugins/loaded-by-name.ts": "",
  "services/shop/src/README.md": "",
  "services/shop/src/generated/register.ts": `import "../resources/orders/generated/routes.js";`,
  "services/shop/src/generated/runtime/errors.ts": `import "fastify";`,
  "services/shop/src/resources/orders/generated/routes.ts": `import "@sinclair/typebox"; import "../../../generated/schemas/Order.js";`,
  "services/shop/src/resources/orders/generated/load-test.js": `import http from "k6/http"; import "../../../generated/load-test/rows/users.js";`,
  "services/shop/src/generated/load-test/rows/users.js": "",
  "services/shop/src/resources/orders/handlers/list.ts": `import "../../../money.js"; import "@acme/pricing";`,
  "services/shop/src/resources/users/handlers/list.ts": `import type { Price } from "@acme/pricing";`,
};

function inputsOf(projects: Map<string, ProjectConfiguration>, name: string): unknown[] {
  return projects.get(name)?.targets?.loadtest?.inputs ?? [];
}

test("the projects and targets of design §3", () => {
  const projects = infer(shop);
  expect([...projects.keys()].sort()).toEqual(["db", "shop", "shop-orders", "shop-users"]);
  expect(projects.get("db")?.root).toBe("specs/db");
  expect(Object.keys(projects.get("db")?.targets ?? {})).toEqual([
    "start",
    "diff",
    "migrate",
    "rollback",
    "status",
    "lint",
    "verify",
    "drift",
    "seed",
  ]);
  expect(Object.keys(projects.get("shop")?.targets ?? {})).toEqual(["serve", "check", "load", "typecheck"]);
  expect(projects.get("db")?.targets?.start).toMatchObject({
    continuous: true,
    readyWhen: { logMatches: "specline: db is ready" },
  });
  expect(projects.get("shop")?.targets?.serve?.dependsOn).toEqual([
    { projects: ["db"], target: "start", waitFor: "ready", inputs: false },
  ]);
  expect(projects.get("shop-orders")).toMatchObject({ root: "services/shop/slices/orders" });
  expect(projects.get("shop-orders")?.targets?.loadtest?.options).toEqual({
    api: "shop",
    directory: "services/shop",
    resource: "orders",
  });
  expect(projects.get("shop-orders")?.targets?.loadtest?.dependsOn).toEqual([
    { projects: ["shop"], target: "serve", waitFor: "ready", inputs: false },
  ]);
});

test("of load tests alone there is nothing to serve, and no result is kept", () => {
  const config = JSON.stringify({ kind: "api", generates: "load-tests", directory: "services/shop", database: "db" });
  const projects = infer({ ...shop, "specs/shop/specline.json": config });
  expect(Object.keys(projects.get("shop")?.targets ?? {})).toEqual(["check", "load"]);
  const { cache, dependsOn, inputs = [] } = projects.get("shop-orders")?.targets?.loadtest ?? {};
  expect({ cache, dependsOn }).toEqual({ cache: false, dependsOn: [] });
  expect(inputs).toContain("{projectRoot}/slice.json");
  expect(projects.get("shop-orders")?.targets?.loadtest?.executor).toBe("specline:loadtest");
});

test("every target has an executor, and no option that the executor does not know", () => {
  const targets = [...infer(shop).values()].flatMap((project) => Object.values(project.targets ?? {}));
  for (const { executor, options = {} } of targets) {
    const schema = (executors as Record<string, { schema: string }>)[executor?.replace(/^specline:/, "") ?? ""]?.schema;
    expect({ executor, schema }).toEqual({ executor, schema: expect.any(String) });
    const path = join(__dirname, "../../..", String(schema).replace("./dist/", ""));
    const { properties } = JSON.parse(readFileSync(path, "utf8")) as { properties: object };
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(options)));
  }
  expect(new Set(targets.map(({ executor }) => executor)).size).toBe(Object.keys(executors).length);
});

test("the inputs of a load test are what its requests run through, and nothing that holds a whole spec", () => {
  const projects = infer({
    ...shop,
    "libs/pricing/package.json": `{"name":"@acme/pricing"}`,
    "libs/pricing/index.ts": `import "../tax/rates.js";`,
    "libs/tax/project.json": `{"name":"tax"}`,
    "libs/tax/rates.ts": "",
    "node_modules/@acme/pricing": "-> libs/pricing",
  });
  const common = [
    "{projectRoot}/slice.json",
    "{workspaceRoot}/services/shop/src/generated/runtime/**/*",
    "{workspaceRoot}/services/shop/src/clock.ts",
    "{workspaceRoot}/services/shop/src/server.ts",
    "{workspaceRoot}/services/shop/src/plugins/loaded-by-name.ts",
  ];
  const orders = inputsOf(projects, "shop-orders");
  const users = inputsOf(projects, "shop-users");
  expect(orders).toEqual(expect.arrayContaining(common));
  expect(users).toEqual(expect.arrayContaining(common));
  expect(orders).toEqual(
    expect.arrayContaining([
      "{workspaceRoot}/services/shop/src/resources/orders/handlers/list.ts",
      "{workspaceRoot}/services/shop/src/resources/orders/generated/load-test.js",
      "{workspaceRoot}/services/shop/src/generated/load-test/rows/users.js",
      "{workspaceRoot}/services/shop/src/money.ts",
      "{workspaceRoot}/libs/pricing/**/*",
      "{workspaceRoot}/libs/tax/**/*",
    ]),
  );
  const strange = /money|libs|register|schemas|README|specs|routes/;
  expect(users.filter((input) => typeof input === "string" && strange.test(input))).toEqual([]);
});

test("npm packages are named when the lock file has them all, else every package counts", () => {
  const locked = ["fastify", "@sinclair/typebox", "@acme/pricing"].map((name) => `    "node_modules/${name}": {`);
  const packages = (lock: string[]) => {
    const projects = infer({ ...shop, "node_modules/specline": "-> .", "package-lock.json": lock.join("\n") });
    const inputs = inputsOf(projects, "shop-orders").filter((input) => typeof input === "object");
    return inputs.filter((input) => "externalDependencies" in Object(input));
  };
  expect(packages([...locked, `    "node_modules/specline": {`])).toEqual([
    { externalDependencies: ["specline", "@acme/pricing", "@sinclair/typebox", "fastify"] },
  ]);
  expect(packages(locked)).toEqual([]);
});

test("a broken specline.json costs its own settings and nothing else", () => {
  const projects = infer({
    ...shop,
    "specs/shop/specline.json": "{ broken",
    "apps/shop/slices/orders/slice.json": "{}",
  });
  expect([...projects.keys()].sort()).toEqual(["db", "shop", "shop-orders"]);
  expect(projects.get("shop-orders")?.root).toBe("apps/shop/slices/orders");
  expect(projects.get("shop")?.targets?.serve?.dependsOn).toEqual([]);
});

test("a project that is there keeps its name; ours steps aside", () => {
  const projects = infer(
    {
      ...shop,
      "services/shop/project.json": `{"name":"shop"}`,
      "libs/db/project.json": `{"name":"db"}`,
      "specs/more/shop/openapi.json": "{}",
    },
    { specs: ["specs/*", "specs/more/*"] },
  );
  expect([...projects.keys()].sort()).toEqual(
    ["db-database", "shop-api", "shop-api-orders", "shop-api-users", "specs-more-shop"].sort(),
  );
  expect(projects.get("shop-api-orders")?.targets?.loadtest?.dependsOn).toMatchObject([{ projects: ["shop-api"] }]);
  expect(projects.get("shop-api")?.targets?.serve?.dependsOn).toMatchObject([{ projects: ["db-database"] }]);
});

test("a project file beside the spec names the project", () => {
  const projects = infer({ ...shop, "specs/db/project.json": `{"name":"store"}` });
  expect(projects.get("store")?.root).toBe("specs/db");
  expect(projects.get("shop")?.targets?.serve?.dependsOn).toMatchObject([{ projects: ["store"] }]);
});

test("a schema may be a folder of files; options say where specs and apps are", () => {
  const projects = infer(
    {
      "backend/store/spec/schema/01_types.sql": "",
      "backend/web/spec/openapi.yml": "",
      "backend/web/spec/specline.json": "[]",
      "srv/spec/slices/a/slice.json": "{}",
    },
    { specs: "backend/*/spec", apps: "srv/*" },
  );
  expect([...projects.values()].map(({ name, root }) => [name, root])).toEqual([
    ["spec", "backend/store/spec"],
    ["spec-api", "backend/web/spec"],
    ["spec-api-a", "srv/spec/slices/a"],
  ]);
});

test("a handler that was made under another tag counts for the resource that its operation is in now", () => {
  const projects = infer({
    ...shop,
    "specs/shop/specline.json": JSON.stringify({
      directory: "services/shop",
      handlers: { "GET /orders": "src/resources/users/handlers/orders.ts" },
    }),
    "services/shop/slices/orders/slice.json": JSON.stringify({ operations: { "GET /orders": {} } }),
    "services/shop/src/resources/users/handlers/orders.ts": `import "../generated/queries.js"; import "../wording.js";`,
    "services/shop/src/resources/users/wording.ts": "",
    "services/shop/src/resources/users/generated/queries.ts": "",
  });
  const users = "{workspaceRoot}/services/shop/src/resources/users";
  const inUsers = (name: string) =>
    inputsOf(projects, name).filter((input) => typeof input === "string" && input.startsWith(users));
  expect(inUsers("shop-orders")).toEqual([`${users}/handlers/orders.ts`, `${users}/wording.ts`]);
  expect(inUsers("shop-users")).toEqual([`${users}/handlers/list.ts`]);
});

test.each([
  ["apiKey", 1],
  ["basic", 1],
  ["bearer", 0],
])("of keys for the scheme %s the names are inputs, and no values", async (kind, count) => {
  const slice = JSON.stringify({ operations: {}, securitySchemes: { admin: { kind } } });
  const inputs = inputsOf(infer({ ...shop, "services/shop/slices/orders/slice.json": slice }), "shop-orders");
  const commands = inputs.flatMap((input) => (Object(input) as { readonly runtime?: string }).runtime ?? []);
  expect(commands).toHaveLength(count);
  for (const command of commands) {
    const keys = { SPECLINE_KEY_B: "s3cret", SPECLINE_KEY_A: "other", SPECLINE_KEY_C: "" };
    const environment = { PATH: process.env.PATH ?? "", ...keys };
    const { stdout } = await run({ program: "sh", arguments: ["-c", command], environment });
    expect(stdout.trim()).toBe("SPECLINE_KEY_A,SPECLINE_KEY_B");
  }
  expect(JSON.stringify(inputs)).not.toContain('"env":"SPECLINE_KEY');
});

test("the operations that prepare a load test's rows count for it: their handlers, what these import, and nothing else", () => {
  const operation = (id: string) => `  ${id}: operation({\n    id: "${id}",\n    method: "GET",\n  }),\n`;
  const users = "services/shop/src/resources/users";
  const projects = infer({
    ...shop,
    "specs/shop/specline.json": JSON.stringify({
      directory: "services/shop",
      handlers: {
        "GET /users": "src/resources/users/handlers/listUsers.ts",
        "GET /users/{id}": "src/resources/users/handlers/getUser.ts",
        "POST /groups": "src/resources/groups/handlers/createGroup.ts",
      },
    }),
    "services/shop/slices/users/slice.json": JSON.stringify({
      operations: { "GET /users": { operationId: "listUsers" }, "GET /users/{id}": { operationId: "getUser" } },
    }),
    "services/shop/slices/groups/slice.json": JSON.stringify({
      operations: { "POST /groups": { operationId: "createGroup" } },
    }),
    "services/shop/src/generated/load-test/rows/users.js": `import * as rows1 from "./groups.js";\n${operation("listUsers")}`,
    "services/shop/src/generated/load-test/rows/groups.js": operation("createGroup"),
    [`${users}/handlers/listUsers.ts`]: `import "../generated/queries.js"; import "../wording.js";`,
    [`${users}/handlers/getUser.ts`]: "",
    [`${users}/generated/queries.ts`]: "",
    [`${users}/wording.ts`]: "",
    "services/shop/src/resources/groups/handlers/createGroup.ts": "",
  });
  const ofOthers = inputsOf(projects, "shop-orders").filter(
    (input) => typeof input === "string" && /resources\/(users|groups)|load-test\/rows/.test(input),
  );
  expect(ofOthers.sort()).toEqual(
    [
      "services/shop/src/generated/load-test/rows/groups.js",
      "services/shop/src/generated/load-test/rows/users.js",
      "services/shop/src/resources/groups/handlers/createGroup.ts",
      `${users}/handlers/listUsers.ts`,
      `${users}/wording.ts`,
    ].map((path) => `{workspaceRoot}/${path}`),
  );
});
