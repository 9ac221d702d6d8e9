// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 0461ce11f1c71111
/** One thing that is wrong with a request. `field` is a path such as `body.items[2].quantity`. */
export interface ProblemDetail {
  readonly field: string;
  readonly message: string;
}

/** An answer that is an error. Throw it anywhere below a handler: the client gets its status in the error form. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    /** For programs, such as `not_found`. */
    readonly code: string,
    /** For people. It is sent to the client: nothing internal belongs in it. */
    message: string,
    readonly details: readonly ProblemDetail[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = "Problem";
  }
}

export function badRequest(details: readonly ProblemDetail[], message = "The request is not valid."): Problem {
  return new Problem(400, "bad_request", message, details);
}

export function notFound(message = "There is nothing here."): Problem {
  return new Problem(404, "not_found", message);
}

export function conflict(message: string, details: readonly ProblemDetail[] = []): Problem {
  return new Problem(409, "conflict", message, details);
}

export function unsupportedMediaType(accepted: readonly string[]): Problem {
  const message =
    accepted.length === 0
      ? "A body of this kind cannot be read."
      : `The content type must be one of: ${accepted.join(", ")}.`;
  return new Problem(415, "unsupported_media_type", message);
}

export function methodNotAllowed(allow: string): Problem {
  return new Problem(405, "method_not_allowed", `Only ${allow} is possible here.`, [], { allow });
}

export function notAcceptable(types: readonly string[]): Problem {
  return new Problem(406, "not_acceptable", `The reply can be one of: ${types.join(", ")}.`);
}

/** The rest of the body is not read: the connection cannot be used again. */
export function payloadTooLarge(): Problem {
  return new Problem(413, "payload_too_large", "The body is too large.", [], { connection: "close" });
}

/**
 * With what a client needs to know of the limit: `Retry-After` (RFC 9110, 10.2.3) and, where there is a policy, `RateLimit` and
 * `RateLimit-Policy` (IETF draft ratelimit-headers).
 */
export function tooManyRequests(
  retryAfterSeconds: number,
  policy?: { readonly max: number; readonly windowSeconds: number },
): Problem {
  const wait = String(retryAfterSeconds);
  const headers: Record<string, string> = { "retry-after": wait };
  if (policy !== undefined) {
    headers["ratelimit-policy"] = `"default";q=${policy.max};w=${policy.windowSeconds}`;
    headers.ratelimit = `"default";r=0;t=${wait}`;
  }
  return new Problem(429, "too_many_requests", "Too many requests; try again later.", [], headers);
}

const codes: Readonly<Record<number, string>> = {
  400: "bad_request",
  404: "not_found",
  408: "request_timeout",
  413: "payload_too_large",
  414: "uri_too_long",
  415: "unsupported_media_type",
  429: "too_many_requests",
  431: "headers_too_large",
  503: "unavailable",
};

const messages: Readonly<Record<number, string>> = {
  413: "The body is too large.",
  429: "Too many requests; try again later.",
  431: "The headers are too large.",
  503: "The service is not available now; try again later.",
};

/** What a client may know about an error: problems as they are, a framework's client errors by status, the rest as 500. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const status = statusOf(error);
  if (typeof status === "number" && ((status >= 400 && status < 500) || status === 503)) {
    return new Problem(status, codes[status] ?? "bad_request", messages[status] ?? "The request cannot be served.");
  }
  return new Problem(500, "internal_error", "Something went wrong on our side.");
}

/** Fastify and Express name a status in `statusCode`, Koa in `status`. */
function statusOf(error: unknown): unknown {
  if (typeof error !== "object" || error === null) return undefined;
  if ("statusCode" in error) return error.statusCode;
  return "status" in error ? error.status : undefined;
}
