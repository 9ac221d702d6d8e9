// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: af9892671339ea2c
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { answer, type RouteRuntime } from "../answer.js";
import type { Outgoing } from "../outgoing.js";
import { methodNotAllowed } from "../problem.js";
import { problemReply } from "../problem-reply.js";
import { stateOf } from "../request-state.js";
import { isRefusal, type RouteTable } from "../route-table.js";
import { byOwnNames } from "../router-path.js";
import { toFindMyWay } from "./find-my-way.js";

export type App = FastifyInstance;

/** The framework's own objects, for what the description cannot say. Once they have answered, the handler's reply is ignored. */
export interface Raw {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Adds the routes of a description to an application, below a prefix. */
export async function mount<Context>(
  app: App,
  prefix: string,
  { routes }: RouteTable<Context>,
  runtime: RouteRuntime<Context, Raw>,
): Promise<void> {
  await app.register(
    async (api) => {
      leaveBodies(api);
      for (const route of routes) {
        const path = toFindMyWay(route.path);
        const handler = (request: FastifyRequest, reply: FastifyReply) => {
          if (isRefusal(route)) {
            const state = stateOf(request.raw, reply.raw, runtime.logOf);
            return respond(reply, problemReply(methodNotAllowed(route.allow), state, runtime.errorForm));
          }
          const incoming = {
            message: request.raw,
            response: reply.raw,
            url: request.originalUrl,
            path: byOwnNames(path, request.params as Readonly<Record<string, unknown>>),
            parsedBody: undefined,
            raw: { request, reply },
            isAnswered: () => reply.sent,
          };
          return answer(route, incoming, runtime).then((outgoing) =>
            outgoing === undefined ? reply : respond(reply, outgoing),
          );
        };
        api.route({
          method: route.method,
          url: path.text,
          handler,
          // Which media types there are is the business of the operation too, also where the header names none.
          errorHandler(error, request, reply) {
            if (error.code !== "FST_ERR_CTP_INVALID_MEDIA_TYPE") throw error;
            return handler(request, reply);
          },
        });
      }
    },
    { prefix: prefix === "" ? "" : toFindMyWay(prefix).text },
  );
}

export function respond(reply: FastifyReply, { status, headers, body }: Outgoing): FastifyReply {
  // The media type is complete: without a serializer, Fastify writes those of JSON in its own way.
  reply.serializer(asItIs);
  return reply.code(status).headers(headers).send(body);
}

function asItIs(body: unknown): string {
  return body as string;
}

/** What a body means is the business of the operation: nothing reads it before its credential has been checked. */
function leaveBodies(app: App): void {
  app.removeAllContentTypeParsers();
  // An expression, since Fastify remembers what it finds by one, and looks at "*" anew for every request.
  app.addContentTypeParser(/^/, (_request, _payload, done) => done(null));
}
