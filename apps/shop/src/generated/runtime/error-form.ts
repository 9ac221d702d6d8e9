// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: fa300c9151c93a87
import type { Problem, ProblemDetail } from "./problem.js";

/** How an error looks that the description gives no form of its own. */
export interface ErrorForm {
  readonly contentType: string;
  render(problem: Problem, requestId: string): unknown;
}

export interface ErrorEnvelope {
  readonly error: { readonly code: string; readonly message: string; readonly details: ProblemDetail[] };
  readonly meta: { readonly requestId: string };
}

export const envelope: ErrorForm = {
  contentType: "application/json; charset=utf-8",
  render({ code, message, details }, requestId): ErrorEnvelope {
    return { error: { code, message, details: [...details] }, meta: { requestId } };
  },
};

/** RFC 9457, "Problem Details for HTTP APIs"; `about:blank` says that the status tells the kind of problem (4.2.1). */
export const problemDetails: ErrorForm = {
  contentType: "application/problem+json; charset=utf-8",
  render({ status, code, message, details }, requestId) {
    return {
      type: "about:blank",
      title: titleOf(code),
      status,
      detail: message,
      code,
      requestId,
      errors: [...details],
    };
  },
};

/** `not_found` → `Not found` */
function titleOf(code: string): string {
  const words = code.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
