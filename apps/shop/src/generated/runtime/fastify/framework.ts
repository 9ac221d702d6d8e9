// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 4f984e19dfffb936
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from "fastify";
import type { Authenticate, Identity, Security } from "../authentication.js";
import type { AnyReply, Handle } from "../handler.js";
import type { RawRequest, RequestReader } from "../request.js";

export type App = FastifyInstance;

/** The framework's own objects, for what the description cannot say. After `reply.send()` the handler's reply is ignored. */
export interface Raw {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What every handler gets beside its input. */
export interface RequestContext {
  readonly requestId: string;
  /** Path of the request, without its query. */
  readonly requestPath: string;
  /** Who sends the request; `undefined` where the description asks for no credential. */
  readonly identity: Identity | undefined;
  readonly log: FastifyRequest["log"];
  readonly raw: Raw;
}

export interface Route<Input, Result extends AnyReply, Context> {
  readonly request: RequestReader<Input>;
  readonly handle: Handle<Input, Result, Context>;
  readonly security?: Security;
  /** Content type of replies that are not JSON, by status. */
  readonly contentTypes?: Readonly<Record<number, string>>;
  /** Path parameters whose names a router cannot take: name in the route → name in the description. */
  readonly pathNames?: Readonly<Record<string, string>>;
}

export interface RouteRuntime<Context> {
  readonly authenticate: Authenticate;
  /** Adds what handlers of this service get, such as the database. */
  readonly extend: (context: RequestContext) => Context;
}

/** A credential is checked before anything else of the request is looked at. */
export function serve<Input, Result extends AnyReply, Context>(
  runtime: RouteRuntime<Context>,
  route: Route<Input, Result, Context>,
): RouteHandlerMethod {
  return async (request, reply) => {
    const raw = rawRequest(request, route.pathNames);
    const identity = await runtime.authenticate(route.security ?? [], raw);
    const input = route.request.read(raw);
    const context: RequestContext = {
      requestId: request.id,
      requestPath: request.url.split("?", 1)[0] ?? "",
      identity,
      log: request.log,
      raw: { request, reply },
    };
    const result = await route.handle(input, runtime.extend(context));
    if (reply.sent) return reply;
    reply.code(result.status);
    if (result.headers !== undefined) reply.headers(result.headers);
    const contentType = route.contentTypes?.[result.status];
    if (contentType !== undefined && !reply.hasHeader("content-type")) reply.type(contentType);
    if (result.body === undefined) return reply.send();
    if (contentType !== undefined) return reply.send(result.body);
    if (!reply.hasHeader("content-type")) reply.type("application/json; charset=utf-8");
    return reply.send(JSON.stringify(result.body));
  };
}

function rawRequest(request: FastifyRequest, names: Readonly<Record<string, string>> = {}): RawRequest {
  const at = request.url.indexOf("?");
  const path = Object.entries(request.params as Record<string, string | undefined>);
  return {
    path: Object.fromEntries(
      path.map(([name, value]) => [Object.hasOwn(names, name) ? (names[name] ?? name) : name, value]),
    ),
    queryString: at < 0 ? "" : request.url.slice(at + 1),
    headers: request.headers,
    body: request.body as Uint8Array | undefined,
  };
}

/** Bodies arrive as bytes: what they mean is the business of the operation's own schema. */
export function acceptBytes(app: App): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
}
