import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import Router from "@koa/router";
import express from "express";
import { fastify } from "fastify";
import Koa from "koa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../tools/compiler/compile";
import { type FrameworkName, frameworks } from "../../tools/compiler/emit/routes/frameworks";
import { stateDirectory } from "../../tools/workspace/state-directory";
import { writeApplication } from "../golden/write-application";
import { handlers, verifiers } from "./handlers";
import { sendTo } from "./send-to";

/** `register` of a service that was generated with --no-server. */
type Register = (app: unknown, handlers: unknown, options: unknown) => Promise<void>;
type MakeApp = (register: (app: unknown) => Promise<void>) => Promise<RequestListener>;

/** Applications as people write them: with routes, a body parser and an answer to unknown addresses of their own. */
const apps: Readonly<Record<FrameworkName, MakeApp>> = {
  async express(register) {
    const app = express();
    app.use(express.json(), express.urlencoded({ extended: true }));
    app.get("/own/:id", (request, response) => void response.json({ own: request.params.id }));
    await register(app);
    app.use((_request, response) => void response.status(404).send("own 404"));
    return app;
  },
  async koa(register) {
    const app = new Koa();
    app.use(async (ctx, next) => {
      await next();
      if (ctx.status === 404) Object.assign(ctx, { status: 404, body: "own 404" });
    });
    app.use(async (ctx, next) => {
      if (ctx.is("json", "urlencoded")) {
        const chunks: Buffer[] = [];
        for await (const chunk of ctx.req) chunks.push(chunk);
        const text = Buffer.concat(chunks).toString();
        const parsed = ctx.is("json") ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
        Object.assign(ctx.request, { body: parsed });
      }
      await next();
    });
    const router = new Router();
    router.get("/own/:id", (ctx) => {
      ctx.body = { own: ctx.params.id };
    });
    app.use(router.routes());
    await register(app);
    return app.callback();
  },
  async fastify(register) {
    const app = fastify();
    app.get("/own/:id", async (request) => ({ own: (request.params as { id: string }).id }));
    app.post("/own", async (request) => ({ own: request.body }));
    app.setNotFoundHandler((_request, reply) => reply.code(404).send("own 404"));
    await register(app);
    await app.ready();
    return app.routing;
  },
};

const scratch = mkdtempSync(join(stateDirectory(join(__dirname, "../.."), "tmp"), "hand-written-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.each(Object.keys(frameworks) as FrameworkName[])("routes in a hand-written application of %s", (framework) => {
  let server: Server;
  let port = 0;

  beforeAll(async () => {
    const compilation = await compile({
      openapiPath: "openapi.yaml",
      readText: (path) => readFileSync(join(__dirname, path), "utf8"),
    });
    const folder = join(scratch, framework);
    await writeApplication(folder, compilation, { framework, hasServer: false });
    const { register } = (await import(join(folder, "src/generated/register.ts"))) as { register: Register };
    const { readConfiguration } = await import(join(folder, "src/generated/runtime/configuration.ts"));
    const configuration = readConfiguration({ LOG_LEVEL: "silent" });
    const listener = await apps[framework]((app) =>
      register(app, handlers, { configuration, verifiers, prefix: "/api" }),
    );
    server = createServer(listener);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server?.close();
    server?.closeAllConnections();
  });

  const json = { "content-type": "application/json" };
  test.each([
    ["its own routes stay", "GET", "/own/7", undefined, {}, 200, { own: "7" }],
    ["its own answer to unknown addresses stays", "GET", "/nothing", undefined, {}, 404, "own 404"],
    ["below the prefix too", "GET", "/api/nothing", undefined, {}, 404, "own 404"],
    ["a body that it has read", "POST", "/api/pets", '{"name":"a","secret":"s"}', json, 201, { id: 7, name: "a" }],
    [
      "and that is wrong",
      "POST",
      "/api/pets",
      '{"name":""}',
      json,
      400,
      { error: { details: [{ field: "body.secret" }, { field: "body.name" }] } },
    ],
    [
      "a form that it has read",
      "PUT",
      "/api/bodies",
      "a=5",
      { "content-type": "application/x-www-form-urlencoded" },
      200,
      { body: { a: 5 } },
    ],
    [
      "a body that nobody has read",
      "PUT",
      "/api/bodies",
      "text",
      { "content-type": "text/plain" },
      200,
      { body: "text" },
    ],
    ["an unexpected error", "GET", "/api/broken/throws", undefined, {}, 500, { error: { code: "internal_error" } }],
    ["a concrete path", "DELETE", "/api/pets/mine", undefined, {}, 405, { error: { code: "method_not_allowed" } }],
  ] as const)("%s", async (_name, method, path, body, headers, status, expected) => {
    const sent = { method, path, headers, ...(body === undefined ? {} : { body }) };
    const answer = await sendTo(port, sent);
    expect(answer.status, answer.body).toBe(status);
    if (typeof expected === "string") expect(answer.body).toBe(expected);
    else expect(JSON.parse(answer.body)).toMatchObject(expected);
  });
});
