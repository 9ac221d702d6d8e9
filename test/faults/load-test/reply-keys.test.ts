import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { LoadOptions } from "../../../executors/load/load-options";
import { capturePrinted, createLoadWorkspace, placeLoadTests } from "./load-workspace";
import { type LocalServer, startLocalServer } from "./local-server";

/** Creates that tell the key of what they made in `Location`, and by a link in a header of their own. */
const spec = `
openapi: 3.1.0
info: { title: Boxes, version: 1.0.0 }
servers: [{ url: /v1 }]
paths:
  /boxes:
    post:
      tags: [boxes]
      operationId: createBox
      parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string, format: uuid } }]
      responses: { "201": { description: made, headers: { Location: { schema: { type: string } } } } }
  /boxes/{box}:
    parameters: [{ name: box, in: path, required: true, schema: { type: string } }]
    get: { tags: [boxes], operationId: readBox, responses: { "204": { description: ok } } }
    delete: { tags: [boxes], operationId: deleteBox, responses: { "204": { description: gone } } }
  /boxes/{box}/lids:
    parameters: [{ name: box, in: path, required: true, schema: { type: string } }]
    post:
      tags: [lids]
      operationId: addLid
      responses:
        "202":
          description: made
          headers: { X-Lid: { schema: { type: integer } } }
          links: { it: { operationId: removeLid, parameters: { box: $request.path.box, lid: $response.header.X-Lid } } }
  /boxes/{box}/lids/{lid}:
    parameters:
      - { name: box, in: path, required: true, schema: { type: string } }
      - { name: lid, in: path, required: true, schema: { type: integer } }
    delete: { tags: [lids], operationId: removeLid, responses: { "204": { description: gone } } }
`;

const workspace = createLoadWorkspace();
const rows = new Set<string>();
const keys: (string | string[] | undefined)[] = [];
let answered: Record<string, number> = {};
let failFrom = Number.POSITIVE_INFINITY;
let silentEvery = Number.POSITIVE_INFINITY;
let seen = 0;
let server: LocalServer;
let printed: ReturnType<typeof capturePrinted>;

beforeAll(async () => {
  await placeLoadTests(workspace, "boxes", { file: "api.yaml", text: spec });
  server = await startLocalServer((request, response) => {
    request.resume();
    seen++;
    if (seen % silentEvery === 0) return;
    answer(`${request.method} ${request.url}`, request.headers["idempotency-key"], response);
  });
  printed = capturePrinted();
});

function answer(line: string, key: string | string[] | undefined, response: ServerResponse): void {
  const [, method = "", box, lids, lid] = /^(\w+) \/v1\/boxes(?:\/([^/]+))?(\/lids)?(?:\/(\d+))?$/.exec(line) ?? [];
  const kind = `${method}${lids === undefined ? "" : " lid"}`;
  answered[kind] = (answered[kind] ?? 0) + 1;
  const reply = (status: number, headers: Record<string, string> = {}) => {
    response.writeHead(status, headers).end();
  };
  const parent = `boxes/${box}`;
  const isKnown = rows.has(parent);
  if (method === "POST" && (answered[kind] ?? 0) > failFrom) reply(500);
  else if (method === "POST" && lids === undefined) {
    keys.push(key);
    const name = encodeURIComponent(`box ${keys.length}`);
    rows.add(`boxes/${name}`);
    reply(201, { location: `http://elsewhere.example/v1/boxes/${name}?a=/b` });
  } else if (isKnown && method === "POST") {
    rows.add(`${parent}/lids/${seen}`);
    reply(202, { "x-lid": String(seen) });
  } else if (method === "DELETE") reply(rows.delete(lids === undefined ? parent : `${parent}/lids/${lid}`) ? 204 : 404);
  else reply(isKnown ? 204 : 404);
}

beforeEach(() => {
  printed.clear();
  rows.clear();
  keys.length = 0;
  answered = {};
  seen = 0;
});

afterEach(() => {
  failFrom = Number.POSITIVE_INFINITY;
  silentEvery = Number.POSITIVE_INFINITY;
});

afterAll(async () => {
  printed.stop();
  await server.close();
  workspace.remove();
});

const loadOf = (options: LoadOptions) => workspace.load("boxes", options);

it("rows whose key a header or a link tells are read and deleted, and each request has a key of its own", async () => {
  expect(await loadOf({ server: server.url, rate: 10, duration: "1s" }), printed.text()).toEqual({ success: true });
  const calls = Object.keys(answered).filter((kind) => kind !== "");
  expect(calls.sort()).toEqual(["DELETE", "DELETE lid", "GET", "POST", "POST lid"]);
  expect([...rows]).toEqual([]);
  expect(new Set(keys).size).toBe(keys.length);
  // Both resources have a second of their own.
  const { data } = JSON.parse(workspace.reportOf("boxes/load")) as {
    data: { operations: readonly { requests: number; requestsPerSecond: number }[] };
  };
  for (const one of data.operations) expect(one.requestsPerSecond).toBe(one.requests);
});

it("what was prepared is deleted when preparing fails", async () => {
  failFrom = 3;
  expect(await loadOf({ server: server.url, resource: "lids", rate: 10, duration: "1s" })).toEqual({ success: false });
  expect(printed.text()).toContain("preparing: createBox answered 500");
  expect([...rows]).toEqual([]);
});

it("requests that are never answered fail a run", async () => {
  silentEvery = 5;
  const url = `${server.url}/v1/boxes/none`;
  const options: LoadOptions = { url, expectStatus: 404, rate: 10, warmup: "1s", duration: "1s" };
  expect(await loadOf(options)).toEqual({ success: false });
  expect(printed.text()).toMatch(/\d iterations were ended before the service had answered/);
});
