import { createConnection, createServer, type Server, type Socket } from "node:net";

/**
 * A lock for the whole machine: who holds it listens on a loopback port. The kernel lets go of the port when the holder
 * dies, whatever kills it, so that there is no stale lock and no race to clean one up; whoever waits is connected to the
 * holder and wakes at once when that connection ends. The ports are below the ranges that outgoing connections use.
 */
export const machineLockPorts = { loadTest: 27614, build: 27615 } as const;

/** Folders that only one may write have a port each, by their path. */
export const folderPorts = { first: 27_700, count: 4_000 } as const;

export interface MachineLock {
  release(): Promise<void>;
}

export type LockOutcome =
  | { readonly kind: "acquired"; readonly lock: MachineLock }
  /** `signal` ended the wait. */
  | { readonly kind: "canceled" }
  /** Something that is no lock of Specline listens on the port. */
  | { readonly kind: "port-taken"; readonly port: number };

export interface LockRequest {
  readonly port: number;
  /** Who wants it, for those who wait, e.g. `shop-orders:loadtest`. */
  readonly holder: string;
  /** Called each time that somebody else turns out to hold it. */
  readonly onWait: (holder: string) => void;
  readonly signal?: AbortSignal;
}

const greeting = "specline-lock 1 ";

/** Waits as long as it takes, or until `signal`. */
export async function acquireMachineLock(request: LockRequest): Promise<LockOutcome> {
  for (;;) {
    if (request.signal?.aborted) return { kind: "canceled" };
    const server = await tryListen(request);
    if (server !== undefined) return { kind: "acquired", lock: server };
    const seen = await waitForHolder(request);
    if (seen === "stranger") return { kind: "port-taken", port: request.port };
  }
}

function tryListen(request: LockRequest): Promise<MachineLock | undefined> {
  return new Promise((resolve, reject) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => socket.destroy());
      socket.write(`${greeting}${request.holder.replaceAll("\n", " ")}\n`);
    });
    server.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(error);
    });
    server.listen({ port: request.port, host: "127.0.0.1", exclusive: true }, () =>
      resolve({ release: () => close(server, sockets) }),
    );
  });
}

function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}

/** Ends when the holder lets go or dies. A stranger is told by what it says, or that it says nothing for two seconds. */
function waitForHolder(request: LockRequest): Promise<"gone" | "stranger"> {
  return new Promise((resolve) => {
    const socket = createConnection({ port: request.port, host: "127.0.0.1" });
    let heard = "";
    let isHolder = false;
    const silence = setTimeout(() => end("stranger"), 2_000);
    const onAbort = () => end("gone");
    const end = (outcome: "gone" | "stranger") => {
      clearTimeout(silence);
      request.signal?.removeEventListener("abort", onAbort);
      socket.destroy();
      resolve(outcome);
    };
    request.signal?.addEventListener("abort", onAbort, { once: true });
    socket.setEncoding("utf8");
    socket.on("data", (text: string) => {
      if (isHolder) return;
      heard += text;
      const lineEnd = heard.indexOf("\n");
      if (!greeting.startsWith(heard.slice(0, greeting.length))) end("stranger");
      else if (lineEnd >= 0) {
        isHolder = true;
        clearTimeout(silence);
        request.onWait(heard.slice(greeting.length, lineEnd));
      }
    });
    socket.on("error", () => end("gone"));
    socket.on("close", () => end(isHolder || heard === "" ? "gone" : "stranger"));
  });
}
