import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tellPort } from "./tell-port";

/** Serves an application on a free port of the loopback, with the limits of the generated server. */
export function listen(application: RequestListener): void {
  const server = createServer({ requestTimeout: 30_000, keepAliveTimeout: 72_000 }, application);
  server.listen({ host: "127.0.0.1", port: 0 }, () => tellPort((server.address() as AddressInfo).port));
}
