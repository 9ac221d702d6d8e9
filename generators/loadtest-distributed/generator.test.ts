import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tree } from "@nx/devkit";
import { createTreeWithEmptyWorkspace } from "@nx/devkit/testing";
import Ajv from "ajv";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import loadtestDistributed from "./generator";

const operations = (tag: string, path: string) => `  ${path}:
    get:
      operationId: "list ${tag}"
      tags: ["${tag}"]
      responses: { "200": { description: All, content: { application/json: { schema: { type: array, items: { type: object, properties: { id: { type: integer } } } } } } } }
    post:
      operationId: "make ${tag}"
      tags: ["${tag}"]
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [name], properties: { name: { type: string } } } } } }
      responses: { "201": { description: Made, content: { application/json: { schema: { type: object, properties: { id: { type: integer } } } } } } }
`;
const spec = (...resources: readonly (readonly [tag: string, path: string])[]) => `openapi: 3.1.0
info: { title: Notes, version: 1.0.0 }
paths:
${resources.map(([tag, path]) => operations(tag, path)).join("")}`;

let tree: Tree;

beforeEach(() => {
  vi.spyOn(console, "info").mockImplementation(() => {});
  vi.spyOn(console, "error").mockImplementation(() => {});
  tree = createTreeWithEmptyWorkspace();
  tree.write("specs/notes/openapi.yaml", spec(["notes", "/notes"], ["run-time", "/run-time"]));
});

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: unknown;
}

function read(path: string): string {
  return tree.read(path, "utf8") ?? "";
}

function manifests(path: string): readonly Manifest[] {
  return parseAllDocuments(read(path), { version: "1.1" }).map((one) => one.toJS() as Manifest);
}

function written(folder: string): Record<string, string> {
  const names = tree.children(folder).map((name) => `${folder}/${name}`);
  return Object.assign({}, ...names.map((path) => (tree.isFile(path) ? { [path]: read(path) } : written(path))));
}

const folder = "apps/notes/load-test";

it("writes manifests, scripts and image as they were when a person last looked", async () => {
  await loadtestDistributed(tree, { spec: "notes", runners: 4 });
  expect(Object.keys(written(folder)).sort()).toMatchSnapshot("files");
  for (const path of ["kustomization.yaml", "results.yaml", "base/kustomization.yaml", "runner/Dockerfile"])
    expect(read(`${folder}/${path}`)).toMatchSnapshot(path);
  const [, testRun] = manifests(`${folder}/base/notes-notes.yaml`);
  expect(testRun).toMatchSnapshot("TestRun");
});

it("puts every script that is imported beside the one that imports it", async () => {
  await loadtestDistributed(tree, { spec: "notes" });
  for (const name of ["notes-notes", "notes-run-time"]) {
    const data = manifests(`${folder}/base/${name}.yaml`)[0]?.data ?? {};
    const imports = Object.values(data).flatMap((text) =>
      [...text.matchAll(/^import .* from "\.\/(.*)";$/gm)].map(([, path]) => path),
    );
    expect(imports).toContain("run-time.js");
    expect(Object.keys(data)).toEqual(expect.arrayContaining(imports));
    for (const key of Object.keys(data)) expect(key).toMatch(/^[-._a-zA-Z0-9]+$/);
    expect(Object.values(data).join("")).not.toMatch(/from "\.\.\//);
  }
});

it.each([
  ["Straße & Co", "a/b"],
  ["on", "1_000"],
  ["x".repeat(200), "y".repeat(200)],
  ["$(rm -rf)", "'\"\n---\nkind: Secret"],
])("makes names that Kubernetes takes of %j and %j, and keeps them apart", async (first, second) => {
  tree.write(
    "specs/notes/openapi.yaml",
    spec(
      ["same name", "/a"],
      ["same-name", "/b"],
      [JSON.stringify(first).slice(1, -1), "/c"],
      [JSON.stringify(second).slice(1, -1), "/d"],
    ),
  );
  await loadtestDistributed(tree, { spec: "notes" });
  const { resources } = parse(read(`${folder}/base/kustomization.yaml`)) as { resources: readonly string[] };
  expect(new Set(resources).size).toBe(4);
  const all = resources.flatMap((path) => manifests(`${folder}/base/${path}`));
  expect(all.map((one) => one.kind)).toEqual(resources.flatMap(() => ["ConfigMap", "TestRun"]));
  for (const { metadata } of all) expect(metadata.name).toMatch(/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/);
});

it("is the same again, and leaves what is the team's alone", async () => {
  await loadtestDistributed(tree, { spec: "notes" });
  const first = written(folder);
  await loadtestDistributed(tree, { spec: "notes" });
  expect(written(folder)).toEqual(first);
  for (const path of ["kustomization.yaml", "results.yaml"]) tree.write(`${folder}/${path}`, "mine");
  await loadtestDistributed(tree, { spec: "notes", runners: 3 });
  expect(read(`${folder}/kustomization.yaml`)).toBe("mine");
  expect(read(`${folder}/results.yaml`)).toBe("mine");
  expect(read(`${folder}/base/notes-notes.yaml`)).toContain("parallelism: 3");
});

it("refuses to overwrite an edit, but with --force, and removes what is not needed any more", async () => {
  await loadtestDistributed(tree, { spec: "notes" });
  const path = `${folder}/base/notes-notes.yaml`;
  tree.write(path, read(path).replace("separate: true", "separate: false"));
  await expect(loadtestDistributed(tree, { spec: "notes", runners: 3 })).rejects.toThrow(
    /Edited by hand[\s\S]*separate/,
  );
  expect(read(`${folder}/base/notes-run-time.yaml`)).toContain("parallelism: 2");
  await loadtestDistributed(tree, { spec: "notes", runners: 3, force: true });
  expect(read(path)).toContain("separate: true");
  tree.write("specs/notes/openapi.yaml", spec(["notes", "/notes"]));
  await loadtestDistributed(tree, { spec: "notes" });
  expect(tree.exists(`${folder}/base/notes-run-time.yaml`)).toBe(false);
});

it.each([0, 101, 1.5])("refuses %d runners", async (runners) => {
  await expect(loadtestDistributed(tree, { spec: "notes", runners })).rejects.toThrow("no whole number from 1 to 100");
  expect(tree.exists(folder)).toBe(false);
});

it("holds no secret: tokens come from a Secret of the cluster", async () => {
  await loadtestDistributed(tree, { spec: "notes" });
  expect(Object.values(written(folder)).join("\n")).not.toMatch(/kind: Secret|TOKEN=|stringData/);
  expect(read(`${folder}/base/notes-notes.yaml`)).toMatch(/secretRef:\n\s+name: notes-load\n\s+optional: true/);
});

it("says which keys the Secret may hold", async () => {
  const said: string[] = [];
  const info = vi.spyOn(console, "info").mockImplementation((line: string) => void said.push(line));
  const schemes = "components: { securitySchemes: { admin-key: { type: apiKey, in: header, name: X-Key } } }\n";
  tree.write("specs/notes/openapi.yaml", `${spec(["notes", "/notes"])}\nsecurity: [{ admin-key: [] }]\n${schemes}`);
  await loadtestDistributed(tree, { spec: "notes" });
  info.mockRestore();
  expect(said).toContain("Keys come from the Secret notes-load: TOKEN, SPECLINE_KEY_ADMIN_KEY.");
  expect(read(`${folder}/base/notes-notes.yaml`)).toContain("SPECLINE_KEY_ADMIN_KEY");
});

const crd = join(process.env.SPECLINE_CORPUS ?? "", "k6-operator/k6.io_testruns.yaml");
// The operator's schema is in the corpus, which is no part of the project.
describe.skipIf(!existsSync(crd))(
  "against the schema of k6-operator (skipped without SPECLINE_CORPUS/k6-operator)",
  () => {
    it("is a TestRun, with no field that the operator would drop", async () => {
      await loadtestDistributed(tree, { spec: "notes" });
      const definition = parse(readFileSync(crd, "utf8")) as {
        spec: { versions: { schema: { openAPIV3Schema: object } }[] };
      };
      const schema = closed(definition.spec.versions[0]?.schema.openAPIV3Schema);
      const ajv = new Ajv({ strict: false, formats: { int32: true, int64: true } });
      const isValid = ajv.compile(schema as object);
      const [, testRun] = manifests(`${folder}/base/notes-notes.yaml`);
      expect(isValid({ ...testRun, metadata: {} }), ajv.errorsText(isValid.errors)).toBe(true);
      const wrong = { ...testRun, metadata: {}, spec: { ...(testRun?.spec as object), paralelism: 3 } };
      expect(isValid(wrong)).toBe(false);
    });
  },
);

/** The API server drops fields that a structural schema does not know; here they are errors. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isObject =
    "properties" in inner && !("additionalProperties" in inner) && !("x-kubernetes-preserve-unknown-fields" in inner);
  return isObject ? { ...inner, additionalProperties: false } : inner;
}
