import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../../faults/start-child";
import { startNx } from "../harness/start-task";
import { createWorkspace, type Workspace } from "../harness/workspace";
import { processesOf } from "./processes-of";

const description = `openapi: 3.1.0
info: { title: Things, version: "1" }
paths:
  /things:
    get:
      operationId: listThings
      tags: [things]
      responses:
        "200":
          description: All
          content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Thing" } } } }
components:
  schemas:
    Thing:
      type: object
      required: [id, name]
      properties: { id: { type: integer }, name: { type: string } }
`;
const handler = `import type { ListThings } from "../generated/types.js";

export const listThings: ListThings = async () => ({ status: 200, body: [] });
`;

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace("npm");
  workspace.write({
    "specs/db/schema.sql": "CREATE TABLE things (id integer PRIMARY KEY, name text NOT NULL);\n",
    "specs/shop/openapi.yaml": description,
  });
  const generated = await workspace.nx("g", "route-from-spec", "shop", "--database=db");
  expect(generated.exitCode, generated.stdout + generated.stderr).toBe(0);
  workspace.write({ "apps/shop/src/resources/things/handlers/listThings.ts": handler });
});

const runFiles = (): boolean =>
  ["db", "shop"].some((name) => existsSync(join(workspace.directory, `.specline/run/${name}.json`)));

describe.runIf(process.platform === "linux")("when Nx ends", () => {
  test("kill -9 of Nx in a load test leaves no process and no run file, and the next run works", async () => {
    const task = await startNx(workspace.directory, ["run", "shop-things:loadtest", "--duration=120s"]);
    await task.line(/20 iterations\/s for 120 s/);
    await eventually(() => processesOf(workspace.directory).some((one) => / run --quiet /.test(one)));
    process.kill(task.program.pid, "SIGKILL");
    await eventually(() => processesOf(workspace.directory).length === 0);
    expect(runFiles()).toBe(false);

    const next = await workspace.nx("run", "shop-things:loadtest", "--duration=1s");
    expect(next.stdout).toContain("ok: passed");
    // A load test of another workspace may be under way; the one that was killed is not.
    expect(next.stdout).not.toContain("waiting for shop-things:loadtest");
    await eventually(() => processesOf(workspace.directory).length === 0);
    expect(runFiles()).toBe(false);
  });

  test.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)("%s of Nx ends what `serve` started", async (signal) => {
    const task = await startNx(workspace.directory, ["run", "shop:serve"]);
    await task.line(/specline: shop is ready at/);
    expect(runFiles()).toBe(true);
    process.kill(task.program.pid, signal);
    await eventually(() => processesOf(workspace.directory).length === 0);
    expect(runFiles()).toBe(false);
  });
});
