// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 5afa1b9bd0e1b1ea
import type { ErrorForm } from "./error-form.js";
import type { Outgoing } from "./outgoing.js";
import { type Problem, toProblem } from "./problem.js";
import type { RequestState } from "./request-state.js";

/** What is answered to an error; only what is not the client's doing is logged as one. */
export function problemReply(
  error: unknown,
  { requestId, log }: Pick<RequestState, "requestId" | "log">,
  form: ErrorForm,
): Outgoing {
  const problem = toProblem(error);
  logProblem(error, problem, log);
  return {
    status: problem.status,
    headers: { ...problem.headers, "content-type": form.contentType },
    body: JSON.stringify(form.render(problem, requestId)),
  };
}

export function logProblem(error: unknown, { status }: Problem, log: RequestState["log"]): void {
  if (status >= 500 && status !== 501) log.error({ err: error }, "request failed");
}
