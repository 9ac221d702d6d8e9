import Router from "@koa/router";
import type Koa from "koa";
import { answer, type RouteRuntime } from "../answer.js";
import type { Outgoing } from "../outgoing.js";
import { toPathToRegexp } from "../path-to-regexp.js";
import { methodNotAllowed } from "../problem.js";
import { problemReply } from "../problem-reply.js";
import { stateOf } from "../request-state.js";
import { isRefusal, type RouteTable } from "../route-table.js";
import { byOwnNames } from "../router-path.js";
import { send } from "../send.js";

/** An application of Koa. */
export type App = Koa;

/** The framework's own objects, for what the description cannot say. Once they have answered, the handler's reply is ignored. */
export interface Raw {
  readonly ctx: Koa.Context;
}

/** Adds the routes of a description to an application, below a prefix. */
export async function mount<Context>(
  app: App,
  prefix: string,
  { routes }: RouteTable<Context>,
  runtime: RouteRuntime<Context, Raw>,
): Promise<void> {
  const router = new Router({
    sensitive: true,
    strict: true,
    ...(prefix === "" ? {} : { prefix: toPathToRegexp(prefix).text }),
  });
  for (const route of routes) {
    const path = toPathToRegexp(route.path);
    router.register(path.text, [route.method], async (ctx) => {
      if (isRefusal(route)) {
        const state = stateOf(ctx.req, ctx.res, runtime.logOf);
        return respond(ctx, problemReply(methodNotAllowed(route.allow), state, runtime.errorForm));
      }
      const incoming = {
        message: ctx.req,
        response: ctx.res,
        url: ctx.originalUrl,
        path: byOwnNames(path, ctx.params),
        parsedBody: (ctx.request as { readonly body?: unknown }).body,
        raw: { ctx },
        isAnswered: () => ctx.res.headersSent || ctx.respond === false || ctx.body !== undefined,
      };
      const outgoing = await answer(route, incoming, runtime);
      if (outgoing !== undefined) respond(ctx, outgoing);
    });
  }
  app.use(router.routes());
}

/** Koa chooses a status and a content type for a body that has none yet, and takes both away where there is no body. */
export function respond(ctx: Koa.Context, outgoing: Outgoing): void {
  const { status, headers, body } = outgoing;
  if (status === 205) {
    // Koa takes away the length of 0 by which a client knows that nothing follows (RFC 9110, 15.3.6).
    ctx.respond = false;
    void send(ctx.res, outgoing);
    return;
  }
  if (body === undefined) ctx.body = null;
  ctx.status = status;
  ctx.set(headers);
  if (body !== undefined) ctx.body = body instanceof Uint8Array ? Buffer.from(body) : body;
}
