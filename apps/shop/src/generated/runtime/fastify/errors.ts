// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 5b84f4c69a9b4716
import { Problem, toEnvelope, toProblem } from "../problem.js";
import type { App } from "./framework.js";

/** The body of an error reply. */
export type RenderProblem = (problem: Problem, requestId: string) => unknown;

/** Every error below `app` gets the error form; only what is not the client's doing is logged as an error. */
export function replyWithProblems(app: App, render: RenderProblem = toEnvelope): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500 && problem.status !== 501) request.log.error({ err: error }, "request failed");
    return reply
      .code(problem.status)
      .headers(problem.headers)
      .type("application/json; charset=utf-8")
      .send(JSON.stringify(render(problem, request.id)));
  });
}

/** A colon, a parameter with or without an expression, or a letter that means something in expressions. */
const routeToken = /::|:\w+(?:\(((?:\\.|[^\\)])*)\))?|[.*+?^${}()|[\]\\]/g;

function tokenPattern(token: string, expression: string | undefined): string {
  if (token === "::") return ":";
  return token.startsWith(":") ? (expression ?? ".*?").replace(".*?", "[^/]+?") : `\\${token}`;
}

/** 405 for a path that exists with another method, else 404. Call it before routes are added. */
export function replyToUnknownRoutes(app: App): void {
  const known: { readonly method: string; readonly pattern: RegExp }[] = [];
  app.addHook("onRoute", ({ method, url }) => {
    const pattern = new RegExp(`^${url.replace(routeToken, tokenPattern)}$`);
    for (const one of [method].flat()) known.push({ method: one, pattern });
  });
  app.setNotFoundHandler((request) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const methods = [...new Set(known.flatMap((one) => (one.pattern.test(path) ? [one.method] : [])))].sort();
    if (methods.length === 0) throw new Problem(404, "not_found", "There is nothing at this address.");
    const allow = methods.join(", ");
    throw new Problem(405, "method_not_allowed", `Only ${allow} is possible here.`, [], { allow });
  });
}
