import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { start } from "../../../tools/process/start";
import { environment, must } from "../harness/command";
import { createWorkspace, type Workspace } from "../harness/workspace";

const corpus = process.env.SPECLINE_CORPUS ?? join(__dirname, "../../../../shared/corpus");
const petstore = join(corpus, "openapi/petstore-3.0.json");

/** What a developer writes after generating: one handler, and who has which key. */
const handler = `import type { PlaceOrder } from "../generated/types.js";

export const placeOrder: PlaceOrder = async ({ body }) => ({ status: 200, body: { ...body, id: 7 } });
`;
const wrongHandler = handler.replace("status: 200", "status: 201");
const auth = `import type { Verifiers } from "./generated/runtime/authentication.js";

export const verifiers: Verifiers = {
  api_key: async (credential) => (credential === "right" ? { subject: "tester" } : undefined),
};
`;

/** Without Nx around the server, and by the other package manager; through Nx, in a workspace of npm: `test/e2e/routes`. */
test.runIf(existsSync(petstore))(
  "petstore in a fresh workspace of pnpm: generates, compiles strictly, starts and answers",
  async () => {
    const workspace = await createWorkspace("pnpm");
    workspace.write({ "specs/petstore/openapi.json": readFileSync(petstore, "utf8") });
    const generated = await workspace.nx("g", "route-from-spec", "specs/petstore/openapi.json");
    expect(generated.exitCode, generated.stderr).toBe(0);
    expect(generated.stderr).toContain("[emit/unsupported-media-type]");
    const app = "apps/petstore/src";
    await typecheck(workspace);

    const order = `${app}/resources/store/handlers/placeOrder.ts`;
    workspace.write({ [order]: wrongHandler });
    await expect(typecheck(workspace)).rejects.toThrow(/201/);
    workspace.write({ [order]: handler, [`${app}/auth.ts`]: auth });
    await typecheck(workspace);

    const again = await workspace.nx("g", "route-from-spec", "petstore", "--check");
    expect(again.exitCode, again.stderr).toBe(0);
    await answers(workspace);
  },
);

async function typecheck(workspace: Workspace): Promise<void> {
  const tsc = join(workspace.directory, "node_modules/typescript/bin/tsc");
  await must(workspace.directory, process.execPath, [tsc, "--project", "apps/petstore", "--pretty", "false"]);
}

/** Bundles and starts the server as the user would, and asks it. */
async function answers(workspace: Workspace): Promise<void> {
  const { build } = await import("esbuild");
  const bundle = join(workspace.directory, "server.mjs");
  await build({
    entryPoints: [join(workspace.directory, "apps/petstore/src/server.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile: bundle,
    logLevel: "silent",
  });
  const lines: string[] = [];
  let listening: (url: string) => void = () => {};
  const url = new Promise<string>((resolve) => {
    listening = resolve;
  });
  const server = await start({
    program: process.execPath,
    arguments: [bundle],
    directory: workspace.directory,
    environment: environment({ PORT: "0", RATE_LIMIT_MAX: "0" }),
    onLine: (line) => {
      lines.push(line);
      const match = /listening at (http:\/\/[\d.:]+)/.exec(line);
      if (match?.[1] !== undefined) listening(match[1]);
    },
  });
  try {
    const ended = server.ended.then(() => Promise.reject(new Error(`the server ended:\n${lines.join("\n")}`)));
    const base = await Promise.race([url, ended]);
    const ask = async (method: string, path: string, headers: Record<string, string> = {}, body?: string) => {
      const response = await fetch(`${base}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
      const text = await response.text();
      return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
    };
    const json = { "content-type": "application/json" };
    const placed = await ask("POST", "/v2/store/order", json, JSON.stringify({ petId: 1, quantity: 2 }));
    expect(placed).toEqual({ status: 200, body: { petId: 1, quantity: 2, id: 7 } });

    const refused = await ask("POST", "/v2/store/order", json, JSON.stringify({ quantity: "2", shipDate: "soon" }));
    expect(refused.status).toBe(400);
    expect(refused.body.error.details).toEqual([
      { field: "body.quantity", message: "must be integer" },
      { field: "body.shipDate", message: 'must match format "date-time"' },
    ]);
    expect(refused.body.meta.requestId).toMatch(/^[0-9a-f-]{36}$/);

    expect((await ask("GET", "/v2/store/order/11")).body.error.details[0].field).toBe("path.orderId");
    expect((await ask("GET", "/v2/store/order/3")).status).toBe(501);
    expect((await ask("GET", "/v2/store/inventory")).status).toBe(401);
    expect((await ask("GET", "/v2/store/inventory", { api_key: "wrong" })).status).toBe(401);
    expect((await ask("GET", "/v2/store/inventory", { api_key: "right" })).status).toBe(501);
    expect((await ask("GET", "/v2/pet/findByStatus?status=sold")).status).toBe(401);
    const xml = { "content-type": "application/xml" };
    expect((await ask("POST", "/v2/store/order", xml, "<order/>")).status).toBe(415);
  } finally {
    await server.stop();
  }
}
