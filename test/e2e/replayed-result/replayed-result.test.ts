import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createWorkspace, type Workspace } from "../harness/workspace";

const resource = (name: string, type: string) => `  /${name}:
    get:
      operationId: list${type}s
      tags: [${name}]
      responses:
        "200":
          description: All
          content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/${type}" } } } }
`;
const description = `openapi: 3.1.0
info: { title: Things, version: "1" }
paths:
${resource("things", "Thing")}${resource("notes", "Note")}components:
  schemas:
    Thing: { type: object, required: [id], properties: { id: { type: integer } } }
    Note: { type: object, required: [text], properties: { text: { type: string } } }
`;
const handler = (type: string) => `import type { List${type}s } from "../generated/types.js";

export const list${type}s: List${type}s = async () => ({ status: 200, body: [] });
`;

/** Short: what is measured is of no account here. */
const load = ["--duration=1s", "--rate=5", "--p95Ms=10000", "--output-style=static"] as const;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace("npm");
  workspace.write({ "specs/shop/openapi.yaml": description });
  await succeed("g", "route-from-spec", "shop");
  workspace.write({
    "apps/shop/src/resources/things/handlers/listThings.ts": handler("Thing"),
    "apps/shop/src/resources/notes/handlers/listNotes.ts": handler("Note"),
  });
  await commit("two resources");
});

async function succeed(...parts: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await workspace.nx(...parts);
  expect(exitCode, stdout + stderr).toBe(0);
  return stdout;
}

async function commit(message: string): Promise<void> {
  await workspace.git("add", "--all");
  await workspace.git("commit", "--quiet", `--message=${message}`);
}

interface Measured {
  readonly at: string;
  readonly machine: { readonly host: string };
}

function measuredOf(project: string): Measured {
  const text = readFileSync(join(workspace.directory, `.specline/reports/${project}/loadtest.json`), "utf8");
  return (JSON.parse(text) as { readonly data: { readonly measured: Measured } }).data.measured;
}

const asPrinted = ({ at, machine }: Measured) => `${at.replace("T", " ").replace("Z", " UTC")} on ${machine.host}`;

describe("a load test whose slice has not changed", () => {
  test("is not run again by `nx affected`, and what is replayed says when and where it was measured", async () => {
    const first = await succeed("run-many", "-t", "loadtest", ...load);
    const [things, notes] = [measuredOf("shop-things"), measuredOf("shop-notes")];
    expect(first).toContain(asPrinted(things));

    const edited = description.replace("[text], properties:", "[text], maxProperties: 3, properties:");
    workspace.write({ "specs/shop/openapi.yaml": edited });
    await succeed("sync");
    await commit("notes have at most three properties");
    const affected = await succeed("affected", "-t", "loadtest", "--base=HEAD~1", ...load);
    expect(affected).toContain("shop-notes:loadtest");
    expect(affected).not.toContain("shop-things:loadtest");
    expect(measuredOf("shop-notes").at).not.toBe(notes.at);

    const all = await succeed("run-many", "-t", "loadtest", ...load);
    expect(all).toMatch(/shop-things:loadtest.*\[(local cache|existing outputs match the cache[^\]]*)\]/);
    expect(all).toContain(asPrinted(things));
    expect(measuredOf("shop-things")).toEqual(things);
  });

  test("is measured again for a baseline, which no replayed result can be", async () => {
    for (const option of ["--save-baseline=kept.json", "--baseline=kept.json"]) {
      const { exitCode, stdout, stderr } = await workspace.nx("run", "shop-things:loadtest", option, ...load);
      expect(exitCode).toBe(1);
      expect(stdout + stderr).toContain("load/result-may-be-cached");
    }
  });
});
