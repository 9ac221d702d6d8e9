import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createWorkspace, type Workspace } from "../harness/workspace";

const description = `openapi: 3.1.0
info: { title: Payments, version: 1.0.0 }
paths:
  /charges:
    get:
      operationId: listCharges
      tags: [charges]
      responses: { "200": { description: All charges, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Charge" } } } } } }
    post:
      operationId: createCharge
      tags: [charges]
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [cents], properties: { cents: { type: integer, minimum: 1 } } } } } }
      responses: { "201": { description: The charge, content: { application/json: { schema: { $ref: "#/components/schemas/Charge" } } } } }
  /health:
    get: { operationId: getHealth, tags: [health], responses: { "204": { description: Fine } } }
components:
  schemas:
    Charge: { type: object, required: [id, cents], properties: { id: { type: integer }, cents: { type: integer } } }
`;

/** A team that has a service of its own, and wants load tests from its description. */
let workspace: Workspace;
let server: Server;
let url = "";
const charges: { id: number; cents: number }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (more) => {
      body += more;
    });
    request.on("end", () => {
      const send = (status: number, value?: unknown) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(value === undefined ? undefined : JSON.stringify(value));
      };
      if (request.url === "/health") return send(204);
      if (!request.url?.startsWith("/charges")) return send(404, {});
      if (request.method !== "POST") return send(200, charges.slice(-5));
      const charge = { id: charges.length + 1, ...(JSON.parse(body) as { cents: number }) };
      charges.push(charge);
      return send(201, charge);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  workspace = await createWorkspace();
  workspace.write({ "specs/payments/openapi.yaml": description });
  await nx(0, "g", "loadtest-from-spec", "payments");
  await workspace.git("add", "--all");
  await workspace.git("commit", "--quiet", "--message=load tests");
});

afterAll(() => {
  server?.close();
  server?.closeAllConnections();
});

async function nx(exitCode: number, ...parts: readonly string[]): Promise<string> {
  const outcome = await workspace.nx(...parts);
  const printed = outcome.stdout + outcome.stderr;
  expect({ exitCode: outcome.exitCode, printed }).toEqual({ exitCode, printed });
  return printed;
}

test("nothing but load tests is there, and nx sync leaves it so", async () => {
  const targets = JSON.parse(await nx(0, "show", "project", "payments", "--json")) as { targets: object };
  expect(Object.keys(targets.targets)).toEqual(expect.arrayContaining(["check", "load"]));
  expect(Object.keys(targets.targets)).not.toContain("serve");
  await nx(0, "sync:check");
  await nx(0, "run", "payments:check");
  expect(await workspace.changes()).toBe("");
});

test("the service is measured where it is, with one resource and with all", async () => {
  const alone = await nx(0, "run", "payments-charges:loadtest", `--server=${url}`, "--rate=5", "--duration=1s");
  expect(alone).toContain("createCharge");
  expect(charges.length).toBeGreaterThan(0);
  const all = await nx(0, "run", "payments:load", `--server=${url}`, "--scenario=smoke");
  expect(all).toContain("getHealth");
  expect(await nx(1, "run", "payments-charges:loadtest")).toContain("--server=http://127.0.0.1:8080");
});

test("an edit of the description selects the resource that it changes", async () => {
  workspace.write({ "specs/payments/openapi.yaml": description.replace("minimum: 1", "minimum: 2") });
  await nx(0, "sync");
  const affected = ["affected", "-t", "loadtest", "--uncommitted", `--server=${url}`, "--rate=5", "--duration=1s"];
  const printed = await nx(0, ...affected);
  expect(printed).toContain("nx run payments-charges:loadtest");
  expect(printed).not.toContain("payments-health");
});
