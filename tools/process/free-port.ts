import { createServer } from "node:net";

/** A port of 127.0.0.1 that nobody listens on now. Somebody may take it before it is used, so be ready to try again. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no address")),
      );
    });
  });
}
