import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type Sent, sendTo } from "../../frameworks/send-to";
import { corpus, readCorpus } from "../harness/corpus";
import { startNx, type Task } from "../harness/start-task";
import { createWorkspace, type Workspace } from "../harness/workspace";

const app = "apps/petstore/src";
const placeOrder = `import type { PlaceOrder } from "../generated/types.js";

export const placeOrder: PlaceOrder = async ({ body }) => ({ status: 200, body: { ...body, id: 7 } });
`;
/** Headers that the description has, a text, and an error of the handler's own making. */
const loginUser = `import type { LoginUser } from "../generated/types.js";

export const loginUser: LoginUser = async ({ query }) => {
  if (query.username === "boom") throw new Error("a secret of the database");
  return { status: 200, body: "in", headers: { "x-rate-limit": "5", "x-expires-after": "2026-01-01T00:00:00Z" } };
};
`;
const auth = `import type { Verifiers } from "./generated/runtime/authentication.js";

export const verifiers: Verifiers = {
  api_key: async (credential) => (credential === "right" ? { subject: "tester" } : undefined),
};
`;

const json = { "content-type": "application/json" };
const order = (body: string): Sent => ({ method: "POST", path: "/v2/store/order", headers: json, body });

/** What is sent to each framework, with the status that it has to answer. */
const requests: readonly (readonly [number, Sent])[] = [
  [200, order(JSON.stringify({ petId: 1, quantity: 2 }))],
  [400, order(JSON.stringify({ quantity: "2", shipDate: "soon" }))],
  [400, order('{"petId":')],
  [413, order(JSON.stringify({ status: "x".repeat(2_000_000) }))],
  [415, { ...order("<order/>"), headers: { "content-type": "text/csv" } }],
  [200, { path: "/v2/user/login?username=a&password=b" }],
  [406, { path: "/v2/user/login?username=a&password=b", headers: { accept: "image/png" } }],
  [500, { path: "/v2/user/login?username=boom&password=b" }],
  [401, { path: "/v2/store/inventory" }],
  [501, { path: "/v2/store/inventory", headers: { api_key: "right" } }],
  [404, { path: "/v2/nothing" }],
  [405, { method: "PATCH", path: "/v2/store/order" }],
];

/** A handler works unchanged on every framework: the framework is swapped below them through Nx. The steps build on each other. */
describe.skipIf(corpus === undefined)("the framework of a workspace changes, its answers do not", () => {
  let workspace: Workspace;
  let first: readonly Answer[] = [];
  let running: Task | undefined;

  beforeAll(async () => {
    workspace = await createWorkspace();
    workspace.write({ "specs/petstore/openapi.json": readCorpus("openapi/petstore-3.0.json") });
    await generate("fastify");
    workspace.write({
      [`${app}/resources/store/handlers/placeOrder.ts`]: placeOrder,
      [`${app}/resources/user/handlers/loginUser.ts`]: loginUser,
      [`${app}/auth.ts`]: auth,
    });
    await commit("fastify");
    first = await answers();
  });
  afterAll(() => running?.program.stop("SIGINT", 20_000));

  async function generate(framework: string): Promise<void> {
    const done = await workspace.nx("g", "route-from-spec", "specs/petstore/openapi.json", `--framework=${framework}`);
    expect(done.exitCode, done.stdout + done.stderr).toBe(0);
  }

  async function commit(message: string): Promise<void> {
    await workspace.git("add", "--all");
    await workspace.git("commit", "--quiet", "--allow-empty", `--message=${message}`);
  }

  /** Typechecks and serves through Nx, and sends everything. */
  async function answers(): Promise<readonly Answer[]> {
    const checked = await workspace.nx("run", "petstore:typecheck");
    expect(checked.exitCode, checked.stdout).toBe(0);
    running = await startNx(workspace.directory, ["run", "petstore:serve"]);
    const [, port] = await running.line(/specline: petstore is ready at http:\/\/127\.0\.0\.1:(\d+)/);
    const found: Answer[] = [];
    for (const [, sent] of requests) {
      found.push(await sendTo(Number(port), { ...sent, headers: { ...sent.headers, "x-request-id": "same" } }));
    }
    await running.program.stop("SIGINT", 20_000);
    running = undefined;
    return found;
  }

  test("each request has its answer", () => {
    expect(first.map((one) => one.status)).toEqual(requests.map(([status]) => status));
    expect(first.map((one) => one.body).join()).not.toContain("secret");
  });

  test.each(["express", "koa"])(
    "%s answers byte for byte the same, and nothing of a user has changed",
    async (framework) => {
      await generate(framework);
      const changed = (await workspace.changes()).split("\n").filter((line) => line !== "");
      expect(changed.length).toBeGreaterThan(0);
      const isOurs = (line: string) =>
        /^.. (apps\/petstore\/src\/(.*\/)?generated\/|specs\/petstore\/specline\.json$|package\.json$)/.test(line);
      expect(changed.filter((line) => !isOurs(line))).toEqual([]);
      await commit(framework);
      expect(await answers()).toEqual(first);
      expect(await workspace.changes()).toBe("");
    },
  );

  test("going back to the first gives its files again", async () => {
    await generate("fastify");
    await commit("back");
    const left = await workspace.git("diff", "--stat", "HEAD~3", "--", ":!package.json");
    expect(left).toBe("");
  });
});
