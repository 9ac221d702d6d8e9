import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { beforeAll, expect, test } from "vitest";
import { execute } from "../harness/command";
import { createWorkspace, type Workspace } from "../harness/workspace";

let workspace: Workspace;
let plugin: string;
beforeAll(async () => {
  workspace = await createWorkspace("npm");
  plugin = join(workspace.directory, "node_modules/specline");
});

const requireAll = (paths: readonly string[]) =>
  execute(workspace.directory, process.execPath, [
    "-e",
    `const failed = [];
     for (const path of JSON.parse(process.argv[1]))
       try { require(path); } catch (error) { failed.push(path + ": " + error.message.split("\\n")[0]); }
     console.log(JSON.stringify(failed));
     process.exit();`,
    JSON.stringify(paths),
  ]);

/** Modules that tsc wrote: each has its declarations beside it. Scripts for k6, the watcher and the like have none. */
function compiledModules(): readonly string[] {
  const files = new Set(readdirSync(join(plugin, "dist"), { recursive: true, encoding: "utf8" }));
  return [...files]
    .filter((path) => path.endsWith(".js") && files.has(path.replace(/\.js$/, ".d.ts")))
    .map((path) => join(plugin, "dist", path));
}

test("every executor and generator of the package can be loaded, and so can every module of it", async () => {
  const entries = ["executors", "generators"].flatMap((kind) => {
    const file = JSON.parse(readFileSync(join(plugin, `${kind}.json`), "utf8")) as Record<string, object>;
    return Object.values(file[kind] as Record<string, Record<string, string>>).map((entry) =>
      join(plugin, entry.implementation ?? entry.factory ?? ""),
    );
  });
  expect(entries.length).toBeGreaterThanOrEqual(15);
  const modules = compiledModules();
  expect(modules.length).toBeGreaterThan(100);
  const outcome = await requireAll([...entries, ...modules]);
  expect(outcome.stdout.trim(), outcome.stderr).toBe("[]");
});

test("`load --url` of the package sends a request", async () => {
  workspace.write({
    "specs/db/schema.sql": "CREATE TABLE a (id integer);\n",
    "specs/shop/openapi.yaml": "openapi: 3.1.0\n",
  });
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const outcome = await workspace.nx("run", "shop:load", `--url=${url}`, "--body=007", "--duration=1s", "--rate=1");
  server.close();
  expect([...new Set(bodies)], outcome.stdout).toEqual(["007"]);
  // Nx takes it for its own `--target`, and would drop it.
  const refused = await workspace.nx("run", "shop:load", `--url=${url}`, "--target-rps=5");
  expect(refused.stdout).toContain("--target-rps=5 is refused");
});
