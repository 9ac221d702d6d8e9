import type { IncomingMessage } from "node:http";
import Router from "@koa/router";
import helmet from "helmet";
import Koa from "koa";
import { badRequest, payloadTooLarge } from "../../../../apps/shop/src/generated/runtime/problem";
import { errorReply } from "./error-reply";
import { readOrder, readQuery } from "./input";
import { limitRate } from "./limit-rate";
import { logWhenDone } from "./log-when-done";
import { createOrder, listProducts } from "./operations";
import { requestIdOf } from "./request-id";
import { requireScope } from "./require-scope";

export function koaApp(): Koa {
  const app = new Koa();
  const addSecurityHeaders = helmet();
  app.use(async (ctx, next) => {
    const requestId = requestIdOf(ctx.req);
    ctx.state.requestId = requestId;
    ctx.set("x-request-id", requestId);
    logWhenDone(ctx.req, ctx.res, requestId);
    try {
      await next();
    } catch (error) {
      const { status, headers, body } = errorReply(error, requestId);
      ctx.status = status;
      ctx.set(headers);
      ctx.body = body;
    }
  });
  app.use((ctx, next) => {
    addSecurityHeaders(ctx.req, ctx.res, () => {});
    return next();
  });
  app.use(async (ctx, next) => {
    await limitRate(ctx.socket.remoteAddress);
    return next();
  });
  const router = new Router();
  router.post("/v1/orders", async (ctx) => {
    await requireScope(ctx.req, "orders:write");
    const { status, headers = {}, body } = await createOrder(readOrder(await readJson(ctx.req)), ctx.state.requestId);
    ctx.status = status;
    if (headers.location !== undefined) ctx.set("location", headers.location);
    ctx.body = body;
  });
  router.get("/v1/products", async (ctx) => {
    const { status, body } = await listProducts(readQuery(ctx.query), ctx.state.requestId);
    ctx.status = status;
    ctx.body = body;
  });
  app.use(router.routes());
  return app;
}

/** What a parser of bodies does. */
function readJson(message: IncomingMessage): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    message.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > 1_048_576) reject(payloadTooLarge());
      else chunks.push(chunk);
    });
    message.on("error", reject);
    message.on("end", () => {
      try {
        resolve(JSON.parse(Buffer.concat(chunks).toString()));
      } catch {
        reject(badRequest([{ field: "body", message: "is not valid JSON" }]));
      }
    });
  });
}
