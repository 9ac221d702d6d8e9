// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 37f266fa94f3001d
import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import helmet from "@fastify/helmet";
import rateLimit from "@fastify/rate-limit";
import { type FastifyReply, type FastifyRequest, fastify } from "fastify";
import type { Configuration } from "../configuration.js";
import { Problem, toEnvelope, toProblem } from "../problem.js";
import { type RenderProblem, replyToUnknownRoutes, replyWithProblems } from "./errors.js";
import type { App } from "./framework.js";
import { addHealthChecks } from "./health.js";

export interface ServerOptions {
  readonly configuration: Configuration;
  readonly renderProblem?: RenderProblem;
  /** Rejects while the service cannot work, for instance without its database. */
  readonly checkReady?: () => Promise<void>;
  /** Called when the last request is done. */
  readonly close?: () => Promise<void>;
}

/** A Fastify instance with security headers, rate limit, request ids, logs, error replies and health checks. */
export async function createServer(options: ServerOptions): Promise<App> {
  const { configuration, renderProblem = toEnvelope } = options;
  const { max, windowMs } = configuration.rateLimit;
  const app: App = fastify({
    logger: { level: configuration.logLevel, redact: secrets, serializers: { req: describeRequest } },
    bodyLimit: configuration.bodyLimitBytes,
    requestTimeout: 30_000,
    genReqId: (request) => {
      const given = request.headers["x-request-id"];
      return typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
    },
    clientErrorHandler: (error, socket) => refuseUnreadable(error, socket, renderProblem),
    frameworkErrors: (error, request, reply: unknown) => {
      const problem = new Problem(error.statusCode ?? 400, "bad_request", "The address cannot be read.");
      void (reply as FastifyReply).code(problem.status).send(renderProblem(problem, request.id));
    },
  });
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
  });
  replyWithProblems(app, renderProblem);
  replyToUnknownRoutes(app);
  await app.register(helmet);
  if (max > 0) await app.register(rateLimit, { max, timeWindow: windowMs, allowList: isHealthCheck });
  addHealthChecks(app, { instanceId: configuration.instanceId, ...options });
  if (options.close !== undefined) app.addHook("onClose", options.close);
  return app;
}

/** Answers what is no HTTP that Node reads, such as an unknown method or headers that are too large; no route ever sees it. */
function refuseUnreadable(error: Error & { readonly code?: string }, socket: Socket, render: RenderProblem): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const status = unreadable[error.code ?? ""] ?? 400;
  const requestId = randomUUID();
  const body = JSON.stringify(render(toProblem({ statusCode: status }), requestId));
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    "connection: close",
  ];
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

const unreadable: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

const secrets = ["req.headers.authorization", "req.headers.cookie", "req.headers['x-api-key']"];

/** The query is left out: it may hold credentials and personal data. */
function describeRequest(request: FastifyRequest) {
  return { method: request.method, path: request.url.split("?", 1)[0], remoteAddress: request.ip };
}

function isHealthCheck(request: FastifyRequest): boolean {
  return request.url.startsWith("/-/");
}
