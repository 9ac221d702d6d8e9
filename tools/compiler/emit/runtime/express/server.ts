import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { envelope } from "../error-form.js";
import { createLogger, loggerOf } from "../logger.js";
import { toProblem } from "../problem.js";
import { problemReply } from "../problem-reply.js";
import { refuseUnknown } from "../registered.js";
import { stateOf } from "../request-state.js";
import { send } from "../send.js";
import { type Server, type ServerOptions, serve } from "../server.js";

/** An Express application with security headers, rate limit, request ids, logs, error replies and health checks around it. */
export async function createServer(options: ServerOptions): Promise<Server & { readonly app: Express }> {
  const { configuration, errorForm = envelope } = options;
  const logger = createLogger(configuration);
  const logOf = loggerOf(logger);
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", configuration.trustedProxies);

  const refuse = (error: unknown, request: Request, response: Response) =>
    send(response, problemReply(error, stateOf(request, response, logOf), errorForm));

  const application = {
    async ready() {
      // Express takes what was added first: these two must be the last.
      app.use((request, response) => refuse(refuseUnknown(app, request.url), request, response));
      app.use((error: unknown, request: Request, response: Response, next: NextFunction) =>
        response.headersSent ? next(error) : refuse(toProblem(error), request, response),
      );
      return app;
    },
    close: async () => {},
  };
  return { app, ...serve(application, logger, options) };
}
