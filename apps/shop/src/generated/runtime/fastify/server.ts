// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 195ace7fe7905b98
import { type FastifyBaseLogger, type FastifyReply, type FastifyRequest, fastify, LogController } from "fastify";
import { envelope } from "../error-form.js";
import { createLogger, loggerOf } from "../logger.js";
import { Problem } from "../problem.js";
import { problemReply } from "../problem-reply.js";
import { refuseUnknown } from "../registered.js";
import { stateOf } from "../request-state.js";
import { type Server, type ServerOptions, serve } from "../server.js";
import { type App, respond } from "./framework.js";

/** A Fastify application with security headers, rate limit, request ids, logs, error replies and health checks around it. */
export async function createServer(options: ServerOptions): Promise<Server & { readonly app: App }> {
  const { configuration, errorForm = envelope } = options;
  const logger = createLogger(configuration);
  const logOf = loggerOf(logger);
  const refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
    respond(reply, problemReply(error, stateOf(request.raw, reply.raw, logOf), errorForm));
  const app: App = fastify({
    loggerInstance: logger as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    // A handler's own log carries the id of its request; a second one for each request is not needed.
    childLoggerFactory: (parent) => parent,
    trustProxy: (_address, hop) => hop < configuration.trustedProxies,
    bodyLimit: configuration.bodyLimitBytes,
    // Longer values are refused by the schema of the parameter, not by the router.
    routerOptions: { maxParamLength: 65_536 },
    genReqId: (message) => String(message.headers["x-request-id"] ?? ""),
    frameworkErrors: (_error, request, reply: unknown) => {
      refuse(new Problem(400, "bad_request", "The address cannot be read."), request, reply as FastifyReply);
    },
  });
  // Fastify looks at the body before it says that there is no route: that there is none matters more.
  app.setErrorHandler((error, request, reply) =>
    refuse(request.is404 ? refuseUnknown(app, request.url) : error, request, reply),
  );
  app.setNotFoundHandler((request, reply) => refuse(refuseUnknown(app, request.url), request, reply));
  const application = {
    async ready() {
      await app.ready();
      return app.routing;
    },
    close: () => app.close(),
  };
  return { app, ...serve(application, logger, options) };
}
