import Koa from "koa";
import { envelope } from "../error-form.js";
import { createLogger, loggerOf } from "../logger.js";
import { toProblem } from "../problem.js";
import { problemReply } from "../problem-reply.js";
import { refuseUnknown } from "../registered.js";
import { stateOf } from "../request-state.js";
import { type Server, type ServerOptions, serve } from "../server.js";
import { respond } from "./framework.js";

/** A Koa application with security headers, rate limit, request ids, logs, error replies and health checks around it. */
export async function createServer(options: ServerOptions): Promise<Server & { readonly app: Koa }> {
  const { configuration, errorForm = envelope } = options;
  const logger = createLogger(configuration);
  const logOf = loggerOf(logger);
  const app = new Koa({ proxy: configuration.trustedProxies > 0, maxIpsCount: configuration.trustedProxies });
  const refuse = (error: unknown, ctx: Koa.Context) =>
    respond(ctx, problemReply(error, stateOf(ctx.req, ctx.res, logOf), errorForm));
  app.use(async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined && ctx.respond !== false)
        refuse(refuseUnknown(app, ctx.url), ctx);
    } catch (error) {
      refuse(toProblem(error), ctx);
    }
  });
  app.on("error", (error: unknown) => logger.error({ err: error }, "the reply could not be sent"));
  return { app, ...serve({ ready: async () => app.callback(), close: async () => {} }, logger, options) };
}
