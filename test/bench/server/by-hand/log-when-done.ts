import type { IncomingMessage, ServerResponse } from "node:http";
import { createLogger } from "../../../../apps/shop/src/generated/runtime/logger";

export const logger = createLogger({ logLevel: process.env.LOG_LEVEL ?? "info" });

/** One line for each request. */
export function logWhenDone(message: IncomingMessage, response: ServerResponse, requestId: string): void {
  const began = performance.now();
  const [path] = (message.url ?? "").split("?", 1);
  response.once("close", () => {
    const request = { method: message.method, path, remoteAddress: message.socket.remoteAddress };
    const durationMs = Math.round((performance.now() - began) * 1000) / 1000;
    const text = response.writableFinished ? "request completed" : "request aborted";
    logger.info({ requestId, request, status: response.statusCode, durationMs }, text);
  });
}
