// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 295ad72d5acabb7b
import type { Readable } from "node:stream";
import { Problem } from "./problem.js";

/** What an operation may answer: one status, or several with the same body and the same headers. */
export type Reply<Status extends number, Body = undefined, Headers = Record<never, never>> = WithBody<Status, Body> &
  WithHeaders<Headers>;

type WithBody<Status extends number, Body> = [Body] extends [undefined]
  ? { readonly status: Status; readonly body?: undefined }
  : { readonly status: Status; readonly body: Body };

/** Headers that the description requires must be given; others may be. Names are in lower case. */
type WithHeaders<Headers> =
  Record<never, never> extends Headers
    ? { readonly headers?: Headers & ReplyHeaders }
    : { readonly headers: Headers & ReplyHeaders };

/** A reply of one of several media types says which. */
export type As<ContentType extends string, One> = One & { readonly contentType: ContentType };

/** A body that is no JSON. */
export type Bytes = string | Uint8Array | Readable;

export type ReplyHeaders = Readonly<Record<string, string | undefined>>;

/** A reply of which the types have been checked where it was made. */
export interface AnyReply {
  readonly status: number;
  readonly body?: unknown;
  /** Where the description has several media types: which of them the body is. */
  readonly contentType?: string;
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
