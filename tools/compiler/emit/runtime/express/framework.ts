import { type IRouter, type Request, type Response, Router } from "express";
import { answer, type RouteRuntime } from "../answer.js";
import { toPathToRegexp } from "../path-to-regexp.js";
import { methodNotAllowed } from "../problem.js";
import { problemReply } from "../problem-reply.js";
import { stateOf } from "../request-state.js";
import type { AnyRoute } from "../route.js";
import { isRefusal, type Refusal, type RouteTable } from "../route-table.js";
import { byOwnNames } from "../router-path.js";
import { send } from "../send.js";

/** An application or a router of Express. */
export type App = IRouter;

/** The framework's own objects, for what the description cannot say. Once they have answered, the handler's reply is ignored. */
export interface Raw {
  readonly request: Request;
  readonly response: Response;
}

/** Adds the routes of a description to an application, below a prefix. */
export async function mount<Context>(
  app: App,
  prefix: string,
  { routes, places }: RouteTable<Context>,
  runtime: RouteRuntime<Context, Raw>,
): Promise<void> {
  const router = Router({ caseSensitive: true, strict: true });
  for (const route of routes) {
    const path = toPathToRegexp(route.path);
    const method = route.method.toLowerCase() as Lowercase<typeof route.method>;
    router[method](path.text, async (request, response) => {
      const outgoing = await reply(route, request, response, byOwnNames(path, request.params), runtime);
      if (outgoing !== undefined) await send(response, outgoing);
    });
  }
  // Express would answer OPTIONS by itself, with 200 and a text.
  for (const { path, methods, allow } of places) {
    if (methods.has("OPTIONS")) continue;
    router.options(toPathToRegexp(path).text, async (request, response) => {
      const state = stateOf(request, response, runtime.logOf);
      await send(response, problemReply(methodNotAllowed(allow), state, runtime.errorForm));
    });
  }
  app.use(prefix === "" ? "/" : toPathToRegexp(prefix).text, router);
}

async function reply<Context>(
  route: AnyRoute<Context> | Refusal,
  request: Request,
  response: Response,
  path: Readonly<Record<string, string | undefined>>,
  runtime: RouteRuntime<Context, Raw>,
) {
  if (isRefusal(route)) {
    return problemReply(methodNotAllowed(route.allow), stateOf(request, response, runtime.logOf), runtime.errorForm);
  }
  const incoming = {
    message: request,
    response,
    url: request.originalUrl,
    path,
    parsedBody: request.body as unknown,
    raw: { request, response },
    isAnswered: () => response.headersSent,
  };
  return answer(route, incoming, runtime);
}
