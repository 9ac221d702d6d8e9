// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 6518290a55be7cb8
import { Problem } from "./problem.js";

/** What an operation may answer: one status, or several with the same body. */
export type Reply<Status extends number, Body = undefined> = [Body] extends [undefined]
  ? { readonly status: Status; readonly body?: undefined; readonly headers?: ReplyHeaders }
  : { readonly status: Status; readonly body: Body; readonly headers?: ReplyHeaders };

export type ReplyHeaders = Readonly<Record<string, string>>;

/** A reply of which the types have been checked where it was made. */
export interface AnyReply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: ReplyHeaders;
}

export type Handle<Input, Result extends AnyReply, Context> = (
  input: Input,
  context: Context,
) => Result | Promise<Result>;

export type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206;
export type RedirectStatus = 300 | 301 | 302 | 303 | 304 | 307 | 308;
export type ClientErrorStatus =
  | (400 | 401 | 402 | 403 | 404 | 405 | 406 | 407 | 408 | 409 | 410 | 411 | 412 | 413 | 414)
  | (415 | 416 | 417 | 418 | 421 | 422 | 423 | 424 | 425 | 426 | 428 | 429 | 431 | 451);
export type ServerErrorStatus = 500 | 501 | 502 | 503 | 504 | 505 | 507 | 508 | 511;
export type AnyStatus = SuccessStatus | RedirectStatus | ClientErrorStatus | ServerErrorStatus;

/** For an operation that nobody has written yet. */
export function notImplemented(operation: string): never {
  throw new Problem(501, "not_implemented", `${operation} is not implemented yet.`);
}
