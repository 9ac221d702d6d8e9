// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: bde17f9d859d063a
import type { IncomingMessage } from "node:http";
import { Problem, payloadTooLarge } from "./problem.js";

const nothing = new Uint8Array(0);

/** @throws Problem 413 when the body is longer than the limit, 400 when the client goes away in the middle */
export async function readBytes(message: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  const announced = Number(message.headers["content-length"] ?? 0);
  if (announced > limitBytes) throw payloadTooLarge();
  if (announced === 0 && message.headers["transfer-encoding"] === undefined) return nothing;
  const chunks: Uint8Array[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    const leave = () => message.off("data", onData).off("end", onEnd).off("error", onBreak).off("close", onBreak);
    const stop = (problem: Problem) => {
      leave().pause();
      reject(problem);
    };
    const onData = (chunk: Uint8Array) => {
      length += chunk.byteLength;
      if (length > limitBytes) stop(payloadTooLarge());
      else chunks.push(chunk);
    };
    const onEnd = () => {
      leave();
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    };
    const onBreak = () => stop(new Problem(400, "bad_request", "The body ended too early."));
    message.on("data", onData).on("end", onEnd).on("error", onBreak).on("close", onBreak);
  });
}
