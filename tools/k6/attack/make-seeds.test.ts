import { describe, expect, it } from "vitest";
import { type ApiDocument, operationsOf } from "./api-document";
import type { RawRequest, Seed } from "./attack-case";
import { makeSeeds } from "./make-seeds";
import { oracleFor } from "./oracle";

const photo = { type: "object", required: ["photo"], properties: { photo: { type: "string", format: "binary" } } };
const upload = { required: true, content: { "multipart/form-data": { schema: photo } } };
const orderId = { name: "orderId", in: "path", required: true, schema: { type: "integer" } };
const session = { name: "session", in: "cookie", required: true, schema: { type: "string" } };
const impossible = { name: "q", in: "query", required: true, schema: { type: "string", pattern: "^(?=a)b$" } };
const picture = { required: true, content: { "image/png": {} } };

const document = {
  paths: {
    "/orders": {
      get: { operationId: "list", responses: {} },
      delete: { operationId: "empty", parameters: [session], responses: {} },
    },
    "/orders/{orderId}": {
      get: { operationId: "get", parameters: [orderId], responses: {} },
      delete: { operationId: "delete", parameters: [orderId], responses: {} },
    },
    "/orders/{orderId}/photo": {
      put: { operationId: "putPhoto", parameters: [orderId], requestBody: upload, responses: {} },
    },
    "/orders/{orderId}/mine": {
      delete: { operationId: "deleteMine", parameters: [orderId, session], responses: {} },
      get: { operationId: "mineOfOrder", parameters: [orderId, session], responses: {} },
    },
    "/items/{itemId}/photo": {
      put: {
        operationId: "putOther",
        parameters: [{ ...orderId, name: "itemId" }],
        requestBody: upload,
        responses: {},
      },
    },
    "/mine": { get: { operationId: "mine", parameters: [session], responses: {} } },
    "/odd": { get: { operationId: "odd", parameters: [session, impossible], responses: {} } },
    "/picture": { post: { operationId: "picture", requestBody: picture, responses: {} } },
    "/vault/{key}": {
      delete: {
        operationId: "burn",
        security: [{ key: [] }],
        parameters: [{ ...orderId, name: "key", schema: { type: "string", pattern: "^K[0-9]{4}$" } }],
        responses: {},
      },
    },
  },
  components: { schemas: {}, securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
} as unknown as ApiDocument;

const seeds: readonly Seed[] = [
  { operation: "get", request: { method: "GET", target: "/orders/7?a=1", headers: [] }, status: 200 },
  { operation: "delete", request: { method: "DELETE", target: "/orders/8", headers: [] }, status: 0 },
];

/** @param most requests; @param status that each is answered */
async function made(operation: string, most = 9, status = 200) {
  const sent: RawRequest[] = [];
  const result = await makeSeeds(
    { document, oracle: oracleFor(document), operations: operationsOf(document), seeds, token: "t", keys: [] },
    [{ operation, reason: "the flow says why" }],
    {
      most,
      send: async (request) => {
        sent.push(request);
        return { status, headers: {}, body: Buffer.alloc(0) };
      },
    },
  );
  return { ...result, sent: sent.map(({ method, target }) => `${method} ${target}`) };
}

describe("makeSeeds", () => {
  it.each([
    ["putPhoto", ["PUT /orders/8/photo"]],
    ["mineOfOrder", ["GET /orders/7/mine"]],
    ["mine", ["GET /mine"]],
  ])("sends the request of %s once", async (operation, sent) => {
    const result = await made(operation);
    expect(result.sent).toEqual(sent);
    expect(result.requests).toBe(1);
    expect(result.seeds.map((one) => one.operation)).toEqual([operation]);
    expect(result.notAttacked).toEqual([]);
  });

  it("sends nothing that lacks a key, and names no row", async () => {
    const { sent, seeds: found } = await made("burn");
    expect(sent).toEqual([]);
    expect(found).toMatchObject([{ isKeyless: true, request: { method: "DELETE", target: "/vault/K0000" } }]);
  });

  it("keeps back what deletes", async () => {
    const { sent, seeds: found } = await made("deleteMine");
    expect(sent).toEqual([]);
    expect(found).toMatchObject([{ status: 0, request: { method: "DELETE", target: "/orders/8/mine" } }]);
  });

  it.each([
    ["empty", "it changes or deletes rows, and the run made none for it"],
    ["putOther", "it changes or deletes rows, and the run made none for it"],
    ["odd", "no valid query parameter `q` can be made of its description"],
    ["picture", "its body is image/png"],
    ["list", "the flow says why"],
  ])("leaves out %s: %s", async (operation, reason) => {
    const result = await made(operation);
    expect(result.sent).toEqual([]);
    expect(result.notAttacked).toEqual([{ operation, reason }]);
  });

  it("keeps to the bound, and to what is answered as right", async () => {
    expect((await made("mine", 0)).notAttacked).toEqual([{ operation: "mine", reason: "--max-requests is reached" }]);
    expect((await made("mine", 9, 404)).notAttacked).toEqual([
      { operation: "mine", reason: "its valid request was answered 404" },
    ]);
    expect((await made("mine", 9, 501)).seeds).toHaveLength(1);
  });
});
