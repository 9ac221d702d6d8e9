import { type JsonObject, reference } from "./json-object";

const requestId: JsonObject = { type: "string", description: "Name it when you ask for help." };

/** How errors look: see `--error-format` of route-from-spec. */
export type ErrorFormat = "envelope" | "problem";

/** Schemas of what every answer has around its rows. */
export function sharedSchemas(errorFormat: ErrorFormat): JsonObject {
  return { ...metaSchemas, ...(errorFormat === "envelope" ? envelopeSchemas : problemSchemas), ProblemDetail: detail };
}

const metaSchemas: JsonObject = {
  Meta: { type: "object", required: ["requestId"], properties: { requestId } },
  PageMeta: {
    type: "object",
    required: ["requestId", "nextCursor"],
    properties: {
      requestId,
      nextCursor: { type: ["string", "null"], description: "`cursor` of the next page; null on the last one." },
    },
  },
};

const envelopeSchemas: JsonObject = {
  ProblemReply: {
    type: "object",
    required: ["error", "meta"],
    properties: { error: reference("schemas", "Problem"), meta: reference("schemas", "Meta") },
  },
  Problem: {
    type: "object",
    required: ["code", "message", "details"],
    properties: {
      code: { type: "string", description: "For programs, such as `not_found`." },
      message: { type: "string", description: "For people." },
      details: { type: "array", items: reference("schemas", "ProblemDetail") },
    },
  },
};

/** RFC 9457, with the fields of `ProblemDetail`. */
const problemSchemas: JsonObject = {
  ProblemReply: {
    type: "object",
    required: ["type", "title", "status", "detail", "code", "requestId", "errors"],
    properties: {
      type: { type: "string", format: "uri-reference" },
      title: { type: "string" },
      status: { type: "integer" },
      detail: { type: "string", description: "For people." },
      code: { type: "string", description: "For programs, such as `not_found`." },
      requestId,
      errors: { type: "array", items: reference("schemas", "ProblemDetail") },
    },
  },
};

const detail: JsonObject = {
  type: "object",
  required: ["field", "message"],
  properties: {
    field: { type: "string", description: "Where the value stands, such as `body.name`." },
    message: { type: "string" },
  },
};

export const pageParameters: JsonObject = {
  Limit: {
    name: "limit",
    in: "query",
    description: "How many to return at most.",
    schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
  },
  Cursor: {
    name: "cursor",
    in: "query",
    description: "Where to go on: `meta.nextCursor` of the page before, with the same `sort`.",
    schema: { type: "string", minLength: 1, maxLength: 2048 },
  },
};

const problems: readonly (readonly [status: string, name: string, description: string])[] = [
  ["400", "BadRequest", "The request is not as described here; `details` names every field that is wrong."],
  ["401", "Unauthorized", "There is no token, or it is not valid (any more)."],
  ["403", "Forbidden", "The token lacks a scope that is needed here."],
  ["404", "NotFound", "There is no such row."],
  ["409", "Conflict", "Another row has these values, or rows of other tables still refer to this one."],
  ["422", "Unprocessable", "A value breaks a rule of the data, or refers to a row that does not exist."],
  ["429", "TooManyRequests", "Too many requests; the header `retry-after` says for how many seconds to wait."],
  ["500", "InternalError", "Our fault. The log has its cause under the request id."],
];

export function problemResponses(errorFormat: ErrorFormat): JsonObject {
  const type = errorFormat === "envelope" ? "application/json" : "application/problem+json";
  return Object.fromEntries(
    problems.map(([, name, description]) => [
      name,
      { description, content: { [type]: { schema: reference("schemas", "ProblemReply") } } },
    ]),
  );
}

/** References to the responses of these statuses, in their order. */
export function problemReferences(statuses: readonly number[]): JsonObject {
  const wanted = problems.filter(([status]) => statuses.includes(Number(status)));
  return Object.fromEntries(wanted.map(([status, name]) => [status, reference("responses", name)]));
}

export const bearerScheme: JsonObject = {
  bearerAuth: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "A JWT signed with ES256 or RS256. Its claim `scope` lists scopes, separated by spaces.",
  },
};
