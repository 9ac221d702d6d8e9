// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 2963908287341bc8
import type { IncomingMessage, ServerResponse } from "node:http";
import cors from "cors";
import helmet from "helmet";
import proxyAddress from "proxy-addr";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { normalPath, originForm, pathOf, queryOf } from "./address.js";
import type { Configuration } from "./configuration.js";
import type { Docs } from "./docs.js";
import type { ErrorForm } from "./error-form.js";
import { type HealthOptions, healthReply } from "./health.js";
import { Problem, tooManyRequests } from "./problem.js";
import { problemReply } from "./problem-reply.js";
import { type Log, type RequestState, stateOf } from "./request-state.js";
import { send } from "./send.js";

export interface FrontOptions extends HealthOptions {
  readonly configuration: Configuration;
  readonly errorForm: ErrorForm;
  readonly logOf: (requestId: string) => Log;
  /** Writes the line of each request. */
  readonly requestLog: Log;
  readonly docs: Docs | undefined;
}

/** @returns whether the request has been answered, so that no framework sees it */
export type Front = (message: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/**
 * What is done with every request before the framework gets it: id, log, security headers, CORS, rate limit, one spelling of its
 * address, health and docs. It works on Node's own request and response, so that it is the same on every framework.
 */
export function createFront(options: FrontOptions): Front {
  const { configuration, errorForm } = options;
  const addSecurityHeaders = helmet();
  const addCors = corsStep(configuration);
  const limit = rateLimit(configuration);

  return async (message, response) => {
    const state = stateOf(message, response, options.logOf);
    const origin = originForm(message.url ?? "/");
    const path = pathOf(origin);
    const isOwn = path.startsWith("/-/");
    if (!isOwn) logWhenDone(message, response, path, state, options.requestLog);
    try {
      addSecurityHeaders(message, response, throwIfAny);
      const own = isOwn
        ? ((await healthReply(path, message.method, options, state)) ?? (await options.docs?.(path)))
        : undefined;
      if (own !== undefined) {
        await send(response, own);
        return true;
      }
      if (addCors !== undefined) {
        await addCors(message, response);
        if (isPreflight(message)) {
          response.statusCode = 204;
          response.end();
          return true;
        }
      }
      if (limit !== undefined) await limit(clientOf(message, configuration));
      if (hasTwoHosts(message)) throw new Problem(400, "bad_request", "The request names two hosts.");
      const normal = origin === undefined ? undefined : normalPath(path);
      if (normal === undefined) throw new Problem(400, "bad_request", "The address cannot be read.");
      const query = queryOf(origin);
      message.url = query === "" ? normal : `${normal}?${query}`;
      return false;
    } catch (error) {
      await send(response, problemReply(error, state, errorForm));
      return true;
    }
  };
}

/** A CORS preflight request names the method that it is about; any other OPTIONS is one of the description's. */
function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === "OPTIONS" && headers.origin !== undefined && "access-control-request-method" in headers;
}

/** "A server MUST respond with a 400" to more than one Host (RFC 9112, 3.2), which Node passes on. */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let count = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (name.length === 4 && name.toLowerCase() === "host") count += 1;
  }
  return count > 1;
}

/** One line for each request; the query is left out: it may hold credentials and personal data. */
function logWhenDone(
  message: IncomingMessage,
  response: ServerResponse,
  path: string,
  { requestId }: RequestState,
  log: Log,
): void {
  const began = performance.now();
  response.once("close", () => {
    const durationMs = Math.round((performance.now() - began) * 1000) / 1000;
    const request = { method: message.method, path, remoteAddress: message.socket.remoteAddress };
    const text = response.writableFinished ? "request completed" : "request aborted";
    log.info({ request, status: response.statusCode, durationMs, requestId }, text);
  });
}

/** Helmet calls the next step at once. */
function throwIfAny(error: unknown): void {
  if (error !== undefined) throw error;
}

type Middleware = (message: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

function asStep(middleware: Middleware) {
  return (message: IncomingMessage, response: ServerResponse) =>
    new Promise<void>((resolve, reject) => {
      middleware(message, response, (error) => {
        if (error === undefined) resolve();
        else reject(error);
      });
    });
}

/** Off unless origins are named. */
function corsStep({ corsOrigins }: Configuration) {
  if (corsOrigins.length === 0) return undefined;
  const origin = corsOrigins.includes("*") ? "*" : [...corsOrigins];
  return asStep(
    cors({ origin, preflightContinue: true, exposedHeaders: ["x-request-id", "location"], maxAge: 600 }) as Middleware,
  );
}

function rateLimit({ rateLimit: { max, windowMs } }: Configuration) {
  if (max === 0) return undefined;
  const limiter = new RateLimiterMemory({ points: max, duration: windowMs / 1000 });
  return async (client: string) => {
    try {
      await limiter.consume(client);
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const policy = { max, windowSeconds: Math.max(1, Math.ceil(windowMs / 1000)) };
      throw tooManyRequests(Math.max(1, Math.ceil(error.msBeforeNext / 1000)), policy);
    }
  };
}

/** The address that the outermost of the trusted proxies saw. */
function clientOf(message: IncomingMessage, { trustedProxies }: Configuration): string {
  if (trustedProxies === 0) return message.socket.remoteAddress ?? "";
  return proxyAddress(message, (_address, hop) => hop < trustedProxies);
}
