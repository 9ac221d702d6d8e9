// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 843b2af27ed7b1dd
import type { IncomingMessage } from "node:http";
import { Problem, payloadTooLarge } from "./problem.js";

const nothing = new Uint8Array(0);

/** @throws Problem 413 when the body is longer than the limit, 400 when the client goes away in the middle */
export function readBytes(message: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  const announced = Number(message.headers["content-length"] ?? 0);
  if (announced > limitBytes) return Promise.reject(payloadTooLarge());
  if (announced === 0 && message.headers["transfer-encoding"] === undefined) return Promise.resolve(nothing);
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isDone = false;
  return new Promise((resolve, reject) => {
    const stop = (problem: Problem) => {
      isDone = true;
      message.off("data", onData).pause();
      reject(problem);
    };
    const onData = (chunk: Uint8Array) => {
      length += chunk.byteLength;
      if (length > limitBytes) stop(payloadTooLarge());
      else chunks.push(chunk);
    };
    const onEnd = () => {
      isDone = true;
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
    };
    // Every message is closed at some time: that is a break only before its end.
    const onBreak = () => {
      if (!isDone) stop(new Problem(400, "bad_request", "The body ended too early."));
    };
    message.on("data", onData).on("end", onEnd).on("error", onBreak).on("close", onBreak);
  });
}
