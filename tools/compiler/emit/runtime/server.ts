import { randomUUID } from "node:crypto";
import {
  createServer as createHttpServer,
  type Server as HttpServer,
  type RequestListener,
  STATUS_CODES,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Logger } from "pino";
import type { Configuration } from "./configuration.js";
import type { Docs } from "./docs.js";
import { type ErrorForm, envelope } from "./error-form.js";
import { createFront } from "./front.js";
import { loggerOf, plainLogger } from "./logger.js";
import { Problem, toProblem } from "./problem.js";
import { problemReply } from "./problem-reply.js";
import { type RequestState, stateOf } from "./request-state.js";
import { send } from "./send.js";

export interface ServerOptions {
  readonly configuration: Configuration;
  /** Form of errors that the description gives no form of its own; the default is the error envelope. */
  readonly errorForm?: ErrorForm;
  readonly docs?: Docs | undefined;
  /** Rejects while the service cannot work, for instance without its database. */
  readonly checkReady?: () => Promise<void>;
  /** Called when the last request is done. */
  readonly close?: () => Promise<void>;
}

/** What a framework gives to be served. */
export interface Application {
  /** Called once, when everything has been added to the application. */
  ready(): Promise<RequestListener>;
  close(): Promise<void>;
}

export interface Running {
  readonly port: number;
  /** Refuses new connections and waits for the requests under way. */
  stop(): Promise<void>;
}

export interface Server {
  /** Listens until `stop` is called. */
  start(): Promise<Running>;
  /** Listens until SIGTERM or SIGINT; then the process ends, with exit code 1 when requests take longer than `stopTimeoutMs`. */
  listen(): Promise<void>;
}

/** A server around an application of any framework: the front before it, errors of HTTP itself, start and stop. */
export function serve(application: Application, logger: Logger, options: ServerOptions): Server {
  const { configuration, errorForm = envelope, checkReady } = options;
  const { instanceId, host, port, stopTimeoutMs } = configuration;
  let isStopping = false;
  const logOf = loggerOf(logger);
  const front = createFront({
    configuration,
    errorForm,
    logOf,
    requestLog: plainLogger(logger),
    docs: options.docs,
    instanceId,
    checkReady,
    isStopping: () => isStopping,
  });

  async function start(): Promise<Running> {
    const listener = await application.ready();
    const server = createHttpServer({ requestTimeout: 30_000, keepAliveTimeout: 72_000 }, (message, response) => {
      front(message, response).then(
        (isAnswered) => isAnswered || listener(message, response),
        (error: unknown) => {
          logger.error({ err: error }, "the reply could not be sent");
          response.destroy();
        },
      );
    });
    server.on("checkExpectation", (message, response) => {
      const problem = new Problem(417, "expectation_failed", "Only 100-continue can be expected.");
      void send(response, problemReply(problem, stateOf(message, response, logOf), errorForm));
    });
    server.on("clientError", (error, socket) => refuseUnreadable(error, socket as Socket, logger, errorForm));
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen({ host, port }, resolve);
    });
    const address = server.address() as AddressInfo;
    logger.info(`listening at http://${host}:${address.port}`);
    return {
      port: address.port,
      async stop() {
        isStopping = true;
        await closed(server);
        await application.close();
        await options.close?.();
      },
    };
  }

  async function listen(): Promise<void> {
    const running = await start();
    const stop = (signal: NodeJS.Signals) => {
      if (isStopping) return;
      logger.info({ signal }, "stopping");
      const deadline = setTimeout(() => {
        logger.error("requests were still under way at the deadline");
        process.exit(1);
      }, stopTimeoutMs);
      deadline.unref();
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, "could not stop cleanly");
          process.exit(1);
        },
      );
    };
    process.on("SIGTERM", stop);
    process.on("SIGINT", stop);
  }

  return { start, listen };
}

function closed(server: HttpServer): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    server.closeIdleConnections();
  });
}

/** Answers what is no HTTP that Node reads, such as an unknown method or headers that are too large; no route ever sees it. */
function refuseUnreadable(
  error: Error & { readonly code?: string },
  socket: Socket,
  log: RequestState["log"],
  form: ErrorForm,
): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const requestId = randomUUID();
  const problem = error.code === "HPE_INVALID_METHOD" ? unknownMethod() : toProblem({ statusCode: statusOf(error) });
  const { status, headers, body = "" } = problemReply(problem, { requestId, log }, form);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(String(body))}`,
    `x-request-id: ${requestId}`,
    "connection: close",
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${String(body)}`);
}

/**
 * "An origin server that receives a request method that is unrecognized or not implemented SHOULD respond with the 501 (Not
 * Implemented) status code" (RFC 9110, 9.1).
 */
function unknownMethod(): Problem {
  return new Problem(501, "not_implemented", "The method of the request is not known.");
}

function statusOf({ code = "" }: { readonly code?: string }): number {
  return unreadable[code] ?? 400;
}

const unreadable: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };
