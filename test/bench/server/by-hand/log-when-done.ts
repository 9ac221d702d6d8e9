import type { IncomingMessage, ServerResponse } from "node:http";
import { createLogger, plainLogger } from "../../../../apps/shop/src/generated/runtime/logger";

export const logger = createLogger({ logLevel: process.env.LOG_LEVEL ?? "info" });
/** As in the generated server: nothing in it has to be censored. */
export const requestLog = plainLogger(logger);

/** One line for each request. */
export function logWhenDone(message: IncomingMessage, response: ServerResponse, requestId: string): void {
  const began = performance.now();
  const [path] = (message.url ?? "").split("?", 1);
  response.once("close", () => {
    const request = { method: message.method, path, remoteAddress: message.socket.remoteAddress };
    const durationMs = Math.round((performance.now() - began) * 1000) / 1000;
    const text = response.writableFinished ? "request completed" : "request aborted";
    requestLog.info({ requestId, request, status: response.statusCode, durationMs }, text);
  });
}
