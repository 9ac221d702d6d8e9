// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: bc18ee51b909c905
import type { ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Outgoing } from "./outgoing.js";

/** Sends an answer by Node's own means. */
export async function send(response: ServerResponse, { status, headers, body }: Outgoing): Promise<void> {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (body instanceof Readable) return pipeline(body, response);
  // Node does not count what it leaves out of the answer to HEAD.
  if (body !== undefined) response.setHeader("content-length", Buffer.byteLength(body));
  response.end(body);
}
