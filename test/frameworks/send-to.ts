import { request } from "node:http";
import { buffer } from "node:stream/consumers";

export interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Names of the client's and Node's own making are left out. */
export function sendTo(port: number, { method = "GET", path, headers = {}, body }: Sent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers, agent: false }, async (response) => {
      const { date: _, connection: __, ...rest } = response.headers;
      const text = (await buffer(response)).toString("latin1");
      resolve({ status: response.statusCode ?? 0, headers: rest as Record<string, string>, body: text });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
