// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 08d1797119d06c75
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pathOf, queryOf } from "./address.js";
import type { Authenticate } from "./authentication.js";
import type { RawBody } from "./body.js";
import type { ErrorForm } from "./error-form.js";
import { essenceOf } from "./media-type.js";
import type { Outgoing } from "./outgoing.js";
import { notFound, toProblem } from "./problem.js";
import { logProblem, problemReply } from "./problem-reply.js";
import { readBytes } from "./read-bytes.js";
import type { ReplyCheck } from "./replies.js";
import { type Log, stateOf } from "./request-state.js";
import type { AnyRoute, RequestContext } from "./route.js";
import { sentValues } from "./sent-values.js";
import { inSpan } from "./telemetry.js";

/** What all routes of a service share. */
export interface RouteRuntime<Context, Raw> {
  readonly authenticate: Authenticate;
  /** Adds what handlers of this service get, such as the database. */
  readonly extend: (context: RequestContext<Raw>) => Context;
  readonly errorForm: ErrorForm;
  readonly bodyLimitBytes: number;
  readonly replyCheck: ReplyCheck;
  readonly logOf: (requestId: string) => Log;
}

/** A request as a framework hands it over. */
export interface Incoming<Raw> {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  /** As the client sent it, whatever the application has mounted where. */
  readonly url: string;
  /** Decoded path parameters by their names in the description. */
  readonly path: Readonly<Record<string, string | undefined>>;
  /** What a parser of the application made of the body before; `undefined`: nothing read it yet. */
  readonly parsedBody: unknown;
  readonly raw: Raw;
  /** Whether the handler has answered by the framework's own means. */
  readonly isAnswered: () => boolean;
}

/**
 * The way of a request through an operation, the same on every framework: credential, media types, body, input, handler,
 * reply. `undefined`: the handler has answered by itself.
 */
export function answer<Context, Raw>(
  route: AnyRoute<Context>,
  incoming: Incoming<Raw>,
  runtime: RouteRuntime<Context, Raw>,
): Promise<Outgoing | undefined> {
  return inSpan(route, () => perform(route, incoming, runtime));
}

async function perform<Context, Raw>(
  { contract, security, handle, path: template }: AnyRoute<Context>,
  incoming: Incoming<Raw>,
  runtime: RouteRuntime<Context, Raw>,
): Promise<Outgoing | undefined> {
  const { message, response, url, path, raw } = incoming;
  const { headers } = message;
  const state = stateOf(message, response, runtime.logOf);
  const { requestId, log } = state;
  // A router may take an empty segment for a parameter; there is no such address.
  for (const name in path) {
    if (path[name] === "") return problemReply(notFound("There is nothing at this address."), state, runtime.errorForm);
  }
  try {
    const queryString = queryOf(url);
    const identity =
      security === undefined ? undefined : await runtime.authenticate(security, { path, queryString, headers });
    contract.refuseUnacceptable(headers.accept);
    const body = contract.takesBody ? await rawBody(incoming, runtime.bodyLimitBytes) : undefined;
    const sentPath = contract.needsSentPath ? sentValues(template, state.sentPath) : undefined;
    const input = await contract.read({ path, queryString, headers, body, ...(sentPath && { sentPath }) });
    const context: RequestContext<Raw> = { requestId, requestPath: pathOf(url), identity, log, raw };
    const reply = await handle(input, runtime.extend(context));
    if (incoming.isAnswered()) return undefined;
    const outgoing = contract.write(reply, { accept: headers.accept, log, check: runtime.replyCheck });
    if (outgoing.body instanceof Readable) await firstBytes(outgoing.body);
    return outgoing;
  } catch (error) {
    const problem = toProblem(error);
    logProblem(error, problem, log);
    return contract.writeProblem(problem, requestId, runtime.errorForm);
  }
}

/** A stream that fails before it has given anything is an error like any other; later the connection can only be cut. */
function firstBytes(stream: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    if (stream.errored !== null) return reject(stream.errored);
    if (stream.destroyed || stream.readableEnded || stream.readableLength > 0) return resolve();
    const done = (error?: Error) => {
      for (const name of ["readable", "end", "close"]) stream.off(name, done);
      stream.off("error", done);
      if (error instanceof Error) reject(error);
      else resolve();
    };
    for (const name of ["readable", "end", "close"]) stream.on(name, done);
    stream.on("error", done);
  });
}

function rawBody<Raw>(
  { message, parsedBody }: Incoming<Raw>,
  limitBytes: number,
): RawBody | Promise<RawBody | undefined> {
  if (parsedBody instanceof Uint8Array) return { kind: "bytes", bytes: parsedBody };
  if (parsedBody !== undefined && message.readableEnded) return { kind: "parsed", value: parsedBody };
  return readBytes(message, limitBytes).then((bytes) => {
    if (bytes.byteLength > 0) return { kind: "bytes", bytes };
    // No text at all is a form without a field; in no other type that is read it is a value.
    const isForm = essenceOf(message.headers["content-type"] ?? "") === "application/x-www-form-urlencoded";
    return isForm ? { kind: "bytes", bytes } : undefined;
  });
}
