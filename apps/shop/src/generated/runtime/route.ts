// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: cc282f5ab3a5370f
import type { Identity, Security } from "./authentication.js";
import type { Contract } from "./contract.js";
import type { AnyReply, Handle } from "./handler.js";
import type { Log } from "./request-state.js";

/** What every handler gets beside its input. */
export interface RequestContext<Raw> {
  readonly requestId: string;
  /** Path of the request, without its query. */
  readonly requestPath: string;
  /** Who sends the request; `undefined` where the description asks for no credential. */
  readonly identity: Identity | undefined;
  readonly log: Log;
  /** The framework's own objects, for what the description cannot say. Once they have answered, the handler's reply is ignored. */
  readonly raw: Raw;
}

export type Method = "DELETE" | "GET" | "HEAD" | "OPTIONS" | "PATCH" | "POST" | "PUT";

/** One operation: where it is, what it takes and answers, who may call it, and what it does. */
export interface Route<Input, Result extends AnyReply, Context> {
  readonly method: Method;
  /** As the description writes it, such as `/pets/{petId}`. */
  readonly path: string;
  readonly contract: Contract<Input>;
  readonly handle: Handle<Input, Result, Context>;
  readonly security?: Security;
}

/** A route of which the types have been checked where it was made. */
export interface AnyRoute<Context> extends Omit<Route<never, AnyReply, Context>, "contract" | "handle"> {
  readonly contract: Contract<unknown>;
  readonly handle: Handle<unknown, AnyReply, Context>;
}

/** Checks that contract and handler belong together, and puts the route beside others. */
export function route<Input, Result extends AnyReply, Context>(one: Route<Input, Result, Context>): AnyRoute<Context> {
  return one as unknown as AnyRoute<Context>;
}
