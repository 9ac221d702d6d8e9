import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { execute } from "../harness/command";
import { corpus, readCorpus } from "../harness/corpus";
import { startNx, type Task } from "../harness/start-task";
import { createWorkspace, type Workspace } from "../harness/workspace";

const handler = "apps/petstore/src/resources/store/handlers/placeOrder.ts";
/** Who has which key: what a developer writes beside the handlers. */
const auth = `import type { Verifiers } from "./generated/runtime/authentication.js";

export const verifiers: Verifiers = {
  api_key: async (credential) => (credential === "right" ? { subject: "tester" } : undefined),
};
`;
const valid = { id: 7, petId: 40, quantity: 2, shipDate: "2024-05-01T10:00:00Z", status: "placed", complete: false };

/** The main job on a description that we did not write, in a fresh workspace. The steps build on each other. */
describe.skipIf(corpus === undefined)("petstore-3.0.json, served and checked through Nx", () => {
  let workspace: Workspace;
  let server: Task | undefined;
  let url = "";

  beforeAll(async () => {
    workspace = await createWorkspace();
    workspace.write({ "specs/petstore/openapi.json": readCorpus("openapi/petstore-3.0.json") });
  });
  afterAll(async () => {
    await server?.program.stop("SIGINT", 20_000);
  });

  const ask = async (path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${url}${path}`, init);
    return { status: response.status, body: await response.json() };
  };
  const post = (path: string, body: unknown) =>
    ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

  test("generates without a prefix", async () => {
    const { exitCode, stdout, stderr } = await workspace.nx("g", "route-from-spec", "specs/petstore/openapi.json");
    expect({ exitCode, printed: stdout + stderr }).toMatchObject({ exitCode: 0 });
    expect(stderr).toContain("[emit/unsupported-media-type]");
    expect(workspace.read("specs/petstore/specline.json")).toContain(`"POST /store/order"`);
    await workspace.git("add", "--all");
    await workspace.git("commit", "--quiet", "--message=generated");
  });

  test("is up to date with its description at once", async () => {
    expect(await workspace.nx("sync:check")).toMatchObject({ exitCode: 0 });
    expect(await workspace.nx("g", "route-from-spec", "petstore", "--check")).toMatchObject({ exitCode: 0 });
    expect(await workspace.changes()).toBe("");
  });

  test("has no error under tsc --strict, before and after a handler and a verifier are written", async () => {
    const tsc = join(workspace.directory, "node_modules/typescript/bin/tsc");
    const strict = ["--noEmit", "--strict", "--project", "apps/petstore/tsconfig.json"];
    const check = () => execute(workspace.directory, process.execPath, [tsc, ...strict]);
    expect(await check()).toMatchObject({ exitCode: 0, stdout: "" });
    expect(workspace.read(handler)).toContain("notImplemented");
    const imports = workspace
      .read(handler)
      .split("\n")
      .filter((line) => line.startsWith("import type"));
    const own = `export const placeOrder: PlaceOrder = async ({ body }) => ({ status: 200, body: { ...body, id: 7 } });\n`;
    workspace.write({ [handler]: `${imports.join("\n")}\n\n${own}`, "apps/petstore/src/auth.ts": auth });
    expect(await check()).toMatchObject({ exitCode: 0, stdout: "" });
    expect(await workspace.nx("run", "petstore:typecheck")).toMatchObject({ exitCode: 0 });
    expect(await workspace.nx("g", "route-from-spec", "petstore", "--check")).toMatchObject({ exitCode: 0 });
  });

  test("a handler that answers what the description does not allow fails the type check", async () => {
    const good = workspace.read(handler);
    workspace.write({ [handler]: good.replace("status: 200", "status: 299") });
    const refused = await workspace.nx("run", "petstore:typecheck");
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toMatch(/placeOrder\.ts\(\d+,\d+\): error TS\d+/);
    expect(refused.stdout).toContain("299");
    workspace.write({ [handler]: good });
  });

  test("starts through Nx and says where", async () => {
    server = await startNx(workspace.directory, ["run", "petstore:serve"]);
    url = (await server.line(/specline: petstore is ready at (http:\/\/127\.0\.0\.1:\d+)/))[1] ?? "";
    expect((await fetch(`${url}/-/ready`)).status).toBe(200);
  });

  test("answers a valid request through the whole stack", async () => {
    expect(await post("/v2/store/order", valid)).toEqual({ status: 200, body: valid });
    const { id, ...rest } = valid;
    expect(await post("/v2/store/order", rest)).toEqual({ status: 200, body: { ...rest, id } });
  });

  test.each([
    ["a wrong type", { ...valid, quantity: "two" }, "quantity"],
    ["a value that is not listed", { ...valid, status: "lost" }, "status"],
  ])("refuses %s with 400 in the error form", async (_, body, field) => {
    const answer = await post("/v2/store/order", body);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: { code: expect.any(String), message: expect.any(String) },
        meta: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    });
    const { details } = (answer.body as { error: { details: { field: string; message: string }[] } }).error;
    expect(details.map((one) => one.field)).toEqual([expect.stringContaining(field)]);
  });

  test("says of each wrong value what it must be", async () => {
    const { body } = await post("/v2/store/order", { quantity: "2", shipDate: "soon" });
    expect(body).toMatchObject({
      error: {
        details: [
          { field: "body.quantity", message: "must be integer" },
          { field: "body.shipDate", message: 'must match format "date-time"' },
        ],
      },
    });
    expect(await ask("/v2/store/order/11")).toMatchObject({
      body: { error: { details: [{ field: "path.orderId" }] } },
    });
  });

  test.each<readonly [status: number, path: string, init: RequestInit]>([
    [401, "/v2/pet/findByStatus?status=sold", {}],
    [401, "/v2/store/inventory", {}],
    [401, "/v2/store/inventory", { headers: { api_key: "wrong" } }],
    [404, "/v2/nothing", {}],
    [415, "/v2/store/order", { method: "POST", headers: { "content-type": "application/xml" }, body: "<order/>" }],
    [501, "/v2/store/inventory", { headers: { api_key: "right" } }],
    [501, "/v2/store/order/3", {}],
    [501, "/v2/user/logout", {}],
  ])("says %i of %s in the same form", async (status, path, init) => {
    const body = { error: { code: expect.any(String) }, meta: { requestId: expect.any(String) } };
    expect(await ask(path, init)).toMatchObject({ status, body });
  });

  test("ends with Nx and leaves no run file", async () => {
    await server?.program.stop("SIGINT", 20_000);
    await expect(fetch(`${url}/-/live`)).rejects.toThrow();
    expect(() => workspace.read(".specline/run/petstore.json")).toThrow("ENOENT");
  });
});
