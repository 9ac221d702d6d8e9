import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect } from "node:net";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emitRuntime } from "../../tools/compiler/emit/emit-runtime";
import { readRuntimeFiles } from "../../tools/graph/read-runtime-files";
import { stateDirectory } from "../../tools/workspace/state-directory";

const folder = mkdtempSync(join(stateDirectory(join(__dirname, "../.."), "tmp"), "serves-"));
let app: FastifyInstance;

/** The golden application of unusual forms, in this process. */
beforeAll(async () => {
  cpSync(join(__dirname, "app-forms/expected/app"), folder, { recursive: true });
  for (const { path, content } of emitRuntime(readRuntimeFiles(), { framework: "fastify", hasDatabase: false })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const load = (path: string) => import(join(folder, "src/generated", path));
  const { readConfiguration } = await load("runtime/configuration.ts");
  const { createServer } = await load("runtime/fastify/server.ts");
  const { register } = await load("register.ts");
  const { handlers } = await load("handlers.ts");
  const configuration = readConfiguration({ LOG_LEVEL: "silent", RATE_LIMIT_MAX: "0" });
  app = await createServer({ configuration });
  const getOdd = async ({ path }: { path: unknown }) => ({ status: 200, body: path });
  await register(app, { ...handlers, getOdd }, { configuration });
});
afterAll(async () => {
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([
  ["GET", "/toString/x", 200, { constructor: "x" }],
  ["GET", "/a*b", 501],
  ["GET", "/a%2Ab", 501],
  ["GET", "/axb", 404],
  ["POST", "/a*b", 405],
  ["GET", "/items/7:cancel", 501],
  ["POST", "/items/7:cancel", 405],
  ["GET", "/items/7", 404],
])("%s %s → %i", async (method, path, status, body?: object) => {
  const response = await app.inject({ method: method as "GET", url: path });
  expect(response.statusCode, response.body).toBe(status);
  if (body !== undefined) expect(response.json()).toEqual(body);
});

test.each([
  ["an unknown method", "FOO / HTTP/1.1\r\nhost: a\r\n\r\n", 400, "bad_request"],
  ["a header that is too large", `GET / HTTP/1.1\r\nhost: a\r\nx: ${"x".repeat(40_000)}\r\n\r\n`, 431, "headers_too_large"],
])("answers %s in the error form", async (_, request, status, code) => {
  if (!app.server.listening) await app.listen({ host: "127.0.0.1", port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(request);
  const answer = await text(socket);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4))).toMatchObject({ error: { code, details: [] } });
});
