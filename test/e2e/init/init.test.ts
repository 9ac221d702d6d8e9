import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createWorkspace } from "../harness/workspace";

test.each(["npm", "pnpm"] as const)(
  "a workspace of %s gets the plugin from the tarball and infers projects",
  async (manager) => {
    const workspace = await createWorkspace(manager);
    expect(JSON.parse(readFileSync(join(workspace.directory, "nx.json"), "utf8"))).toMatchObject({
      plugins: ["specline"],
      sync: { globalGenerators: ["specline:sync"] },
    });
    workspace.write({ "specs/db/schema.sql": "create table", "specs/shop/openapi.yaml": "{ broken" });
    const shown = await workspace.nx("show", "projects");
    expect(shown.stdout.trim().split("\n").sort()).toEqual(["db", "shop"]);
  },
);

test("after `npm init`, without nx.json, init makes it and names the branch of git", async () => {
  const workspace = await createWorkspace("npm");
  rmSync(join(workspace.directory, "nx.json"));
  rmSync(join(workspace.directory, ".gitignore"));
  await workspace.git("checkout", "--quiet", "-b", "trunk");
  const init = await workspace.nx("g", "specline:init");
  expect(init.exitCode, init.stderr).toBe(0);
  expect(JSON.parse(workspace.read("nx.json"))).toMatchObject({ defaultBase: "trunk", plugins: ["specline"] });
  workspace.write({ "specs/db/schema.sql": "CREATE TABLE a (id integer);\n" });
  const shown = await workspace.nx("show", "projects");
  expect(shown.stdout.trim().split("\n")).toContain("db");
  expect((await workspace.changes()).split("\n").filter((line) => /node_modules|\.nx|\.specline/.test(line))).toEqual(
    [],
  );
});
