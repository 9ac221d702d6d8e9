import type { Tree } from "@nx/devkit";
import { createTreeWithEmptyWorkspace } from "@nx/devkit/testing";
import { beforeEach, expect, test, vi } from "vitest";
import routeFromSpec from "../route-from-spec/generator";
import sync from "../sync/generator";
import loadtestFromSpec from "./generator";

const spec = `openapi: 3.1.0
info: { title: Payments, version: 1.0.0 }
paths:
  /charges:
    get:
      operationId: listCharges
      responses: { "200": { description: All charges } }
    post:
      operationId: createCharge
      requestBody: { content: { application/json: { schema: { type: object, required: [cents], properties: { cents: { type: integer, minimum: 1 } } } } } }
      responses: { "201": { description: The charge } }
  /refunds:
    get:
      operationId: listRefunds
      responses: { "200": { description: All refunds } }
`;
const source = "specs/payments/openapi.yaml";
let tree: Tree;

beforeEach(() => {
  for (const name of ["info", "warn", "error"] as const) vi.spyOn(console, name).mockImplementation(() => {});
  tree = createTreeWithEmptyWorkspace();
  tree.write(source, spec);
});

const files = () =>
  tree
    .listChanges()
    .filter(({ type }) => type !== "DELETE")
    .map(({ path }) => path)
    .filter((path) => path.startsWith("apps/"))
    .sort();

const shared = ["response-check.js", "run-time.js"].map((name) => `apps/payments/src/generated/load-test/${name}`);
const ofResource = (name: string) => [
  `apps/payments/slices/${name}/slice.json`,
  ...["load-test.js", "load-test.responses.json"].map(
    (file) => `apps/payments/src/resources/${name}/generated/${file}`,
  ),
];
const expected = [...shared, ...ofResource("charges"), ...ofResource("refunds")].sort();

test("writes scripts and slices, no service and no packages", async () => {
  const packages = tree.read("package.json", "utf8");
  await loadtestFromSpec(tree, { spec: "payments" });
  expect(files()).toEqual(expected);
  expect(tree.read("package.json", "utf8")).toBe(packages);
  expect(JSON.parse(tree.read("specs/payments/specline.json", "utf8") ?? "")).toEqual({
    kind: "api",
    generates: "load-tests",
    directory: "apps/payments",
    granularity: "resource",
  });
});

test("are what route-from-spec writes among other things", async () => {
  await loadtestFromSpec(tree, { spec: "payments" });
  const alone = new Map(expected.map((path) => [path, tree.read(path, "utf8")]));
  const other = createTreeWithEmptyWorkspace();
  other.write(source, spec);
  await routeFromSpec(other, { spec: "payments" });
  for (const [path, text] of alone) expect(other.read(path, "utf8"), path).toBe(text);
});

test("sync keeps them equal to the description, and makes no service", async () => {
  await loadtestFromSpec(tree, { spec: "payments" });
  expect(await sync(tree)).toEqual({});
  tree.write(source, spec.replace("minimum: 1", "minimum: 2"));
  await expect(loadtestFromSpec(tree, { spec: "payments", check: true })).rejects.toThrow("run `nx sync`");
  const { outOfSyncDetails = [] } = await sync(tree);
  expect(outOfSyncDetails.join("\n")).toContain("apps/payments/src/resources/charges/generated/load-test.js");
  expect(outOfSyncDetails.join("\n")).not.toContain("refunds");
  expect(files()).toEqual(expected);
  await loadtestFromSpec(tree, { spec: "payments", check: true });
});

test("of a resource that is gone go", async () => {
  await loadtestFromSpec(tree, { spec: "payments" });
  tree.write(source, spec.slice(0, spec.indexOf("  /refunds")));
  await loadtestFromSpec(tree, { spec: "payments" });
  expect(files()).toEqual([...shared, ...ofResource("charges")].sort());
});

test("a service that is generated has them already", async () => {
  await routeFromSpec(tree, { spec: "payments" });
  await expect(loadtestFromSpec(tree, { spec: "payments" })).rejects.toThrow(
    "The whole service of specs/payments/openapi.yaml is generated, with its load tests, in apps/payments",
  );
});

test("become part of a service when one is generated", async () => {
  await loadtestFromSpec(tree, { spec: "payments" });
  await routeFromSpec(tree, { spec: "payments", framework: "koa" });
  expect(files()).toEqual(expect.arrayContaining([...expected, "apps/payments/src/server.ts"]));
  expect(JSON.parse(tree.read("specs/payments/specline.json", "utf8") ?? "")).toMatchObject({ framework: "koa" });
  expect(tree.read("specs/payments/specline.json", "utf8")).not.toContain("generates");
});

test("a broken description and a script that was edited are refused, and nothing is written", async () => {
  tree.write(source, "openapi: 3.1.0");
  await expect(loadtestFromSpec(tree, { spec: "payments" })).rejects.toThrow("nothing was written");
  expect(files()).toEqual([]);
  tree.write(source, spec);
  await loadtestFromSpec(tree, { spec: "payments" });
  const script = "apps/payments/src/resources/charges/generated/load-test.js";
  tree.write(script, `${tree.read(script, "utf8")}// mine\n`);
  tree.write(source, spec.replace("minimum: 1", "minimum: 2"));
  await expect(loadtestFromSpec(tree, { spec: "payments" })).rejects.toThrow(script);
  await loadtestFromSpec(tree, { spec: "payments", force: true });
  expect(tree.read(script, "utf8")).not.toContain("// mine");
});
