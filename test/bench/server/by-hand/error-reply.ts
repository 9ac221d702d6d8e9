import { envelope } from "../../../../apps/shop/src/generated/runtime/error-form";
import { toProblem } from "../../../../apps/shop/src/generated/runtime/problem";
import { logger } from "./log-when-done";

/** What is answered to an error. */
export function errorReply(error: unknown, requestId: string) {
  const problem = toProblem(error);
  if (problem.status >= 500) logger.error({ err: error, requestId }, "request failed");
  return { status: problem.status, headers: problem.headers, body: envelope.render(problem, requestId) };
}
