import { readFileSync } from "node:fs";
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
