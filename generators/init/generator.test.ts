import { readJson, readNxJson, type Tree, writeJson } from "@nx/devkit";
import { createTreeWithEmptyWorkspace } from "@nx/devkit/testing";
import { beforeEach, expect, test } from "vitest";
import init from "./generator";

let tree: Tree;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
});

test("registers the plugin and the sync generator and ignores the state folder", async () => {
  tree.write(".gitignore", "node_modules");
  await init(tree);
  expect(readNxJson(tree)).toMatchObject({ plugins: ["specline"], sync: { globalGenerators: ["specline:sync"] } });
  expect(tree.read(".gitignore", "utf8")).toBe("node_modules\n.specline/\n");
});

test("keeps what is there, options of the plugin included", async () => {
  const nxJson = {
    plugins: ["@nx/js", { plugin: "specline", options: { apps: "services/*" } }],
    sync: { applyChanges: true, globalGenerators: ["other:sync"] },
  };
  writeJson(tree, "nx.json", nxJson);
  tree.write(".gitignore", "/.specline\n");
  await init(tree);
  expect(readJson(tree, "nx.json")).toEqual({
    ...nxJson,
    sync: { applyChanges: true, globalGenerators: ["other:sync", "specline:sync"] },
  });
  expect(tree.read(".gitignore", "utf8")).toBe("/.specline\n");
});

test("a second run changes nothing", async () => {
  await init(tree);
  const before = tree.listChanges().map(({ path, content }) => [path, content?.toString()]);
  await init(tree);
  expect(tree.listChanges().map(({ path, content }) => [path, content?.toString()])).toEqual(before);
});

test("without nx.json, as after `npm init`, the workspace is set up", async () => {
  tree.delete("nx.json");
  tree.delete(".gitignore");
  await init(tree);
  expect(readJson(tree, "nx.json")).toEqual({
    $schema: "./node_modules/nx/schemas/nx-schema.json",
    defaultBase: "main",
    analytics: false,
    neverConnectToCloud: true,
    plugins: ["specline"],
    sync: { globalGenerators: ["specline:sync"] },
  });
  expect(tree.read(".gitignore", "utf8")).toBe("node_modules/\n.nx/cache\n.nx/workspace-data\n.specline/\n");
});

test("without nx.json, what .gitignore covers already is not named again", async () => {
  tree.delete("nx.json");
  tree.write(".gitignore", "/node_modules\n.nx\n**/.specline/**\n");
  await init(tree);
  expect(tree.read(".gitignore", "utf8")).toBe("/node_modules\n.nx\n**/.specline/**\n");
});
