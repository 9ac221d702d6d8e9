// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: f8c13fffb35b1ead
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

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
}

const states = new WeakMap<IncomingMessage, RequestState>();

/** The state of a request; made when it is asked for the first time, and told to the client by `x-request-id`. */
export function stateOf(
  message: IncomingMessage,
  response: ServerResponse,
  logOf: (requestId: string) => Log,
): RequestState {
  const known = states.get(message);
  if (known !== undefined) return known;
  const requestId = requestIdOf(message);
  const state: RequestState = { requestId, log: logOf(requestId) };
  states.set(message, state);
  if (!response.headersSent) response.setHeader("x-request-id", requestId);
  return state;
}

/** A client's own id is kept when it cannot harm a log or a header. */
function requestIdOf(message: IncomingMessage): string {
  const given = message.headers["x-request-id"];
  return typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}
