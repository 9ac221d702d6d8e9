import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { MeasureRequest } from "../measure";

export interface EchoServer {
  readonly url: string;
  close(): void;
}

/** Answers at once with what it was sent, on a free port of 127.0.0.1. How long that takes is the speed of machine, Node and k6 alone. */
export async function startEchoServer(): Promise<EchoServer> {
  const server = createServer((request, response) => request.pipe(response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const operation = "echo";
const requestsPerSecond = 100;
/** Enough for a stall of a second. */
const users = 100;

/** The echo server as a side of rounds. */
export function echoSide(
  { url }: EchoServer,
  durationSeconds: number,
  common: Pick<MeasureRequest, "workspaceRoot" | "k6" | "thresholds" | "signal">,
): MeasureRequest {
  return {
    ...common,
    scriptPaths: [join(__dirname, "../repeat-request.js")],
    environment: {
      RATE: String(requestsPerSecond),
      USERS: String(users),
      DURATION: String(durationSeconds),
      REQUEST: JSON.stringify({ method: "POST", url, headers: {}, body: "echo", name: operation }),
      EXPECTED_STATUSES: "[[200,200]]",
    },
    secrets: [],
    durationSeconds,
    expectedOperations: [operation],
  };
}
