import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers["x-request-id"];
  return typeof given === "string" && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}
