// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: d06dffa7d38a6f8b
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pathOf } from "./address.js";

/** What handlers and the service itself write to: pino has this form. */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What is known of a request from its first to its last step, whatever framework it goes through. */
export interface RequestState {
  readonly requestId: string;
  readonly log: Log;
  /** The path as it was sent, before anything brought it into one spelling. */
  readonly sentPath: string;
}

/** Where a request keeps its state: a weak map would cost more, above all in the collection of garbage. */
const key = Symbol("request state");

interface WithState extends IncomingMessage {
  [key]?: RequestState;
}

/** The state of a request; made when it is asked for the first time, and told to the client by `x-request-id`. */
export function stateOf(message: WithState, response: ServerResponse, logOf: (requestId: string) => Log): RequestState {
  const known = message[key];
  if (known !== undefined) return known;
  const requestId = requestIdOf(message);
  const state: RequestState = { requestId, log: logOf(requestId), sentPath: pathOf(message.url) };
  message[key] = state;
  if (!response.headersSent) response.setHeader("x-request-id", requestId);
  return state;
}

/** A client's own id is kept when it cannot harm a log or a header. */
function requestIdOf(message: IncomingMessage): string {
  const given = message.headers["x-request-id"];
  return typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}
