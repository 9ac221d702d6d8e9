import { Agent, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps, Agent as SecureAgent } from "node:https";
import type { RawRequest } from "./attack-case";

export interface Answer {
  /** 0: there was none. */
  readonly status: number;
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** At most 256 kB of it. */
  readonly body: Buffer;
  /** Why there was no answer. */
  readonly failure?: string;
  /** It was waited for as long as any answer is. */
  readonly isLate?: boolean;
}

export interface Sender {
  send(request: RawRequest): Promise<Answer>;
  close(): void;
}

const timeoutMs = 30_000;
const keptBytes = 256 * 1024;

/** Sends requests as they are to an origin. Node's client and not k6: only so can a body be no text and a path be no path. */
export function openSender(origin: string): Sender {
  const { hostname, port, protocol } = new URL(origin);
  const isSecure = protocol === "https:";
  const agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true, maxSockets: 64 });
  const host = hostname.replace(/^\[|\]$/g, "");
  const send = (request: RawRequest, isAgain = false): Promise<Answer> =>
    new Promise((resolve) => {
      let answered: IncomingMessage | undefined;
      let isLate = false;
      const { body, paddingBytes = 0 } = request;
      const length = (body?.length ?? 0) + paddingBytes;
      const hasLength = body !== undefined || /^(POST|PUT|PATCH)$/.test(request.method);
      const headers = [
        ...Object.entries({ Host: new URL(origin).host, ...(hasLength ? { "Content-Length": String(length) } : {}) }),
        ...request.headers,
      ];
      const sent = (isSecure ? requestHttps : requestHttp)({
        host,
        port,
        method: request.method,
        path: request.target,
        headers: headers.flat() as unknown as Record<string, string>,
        // After a body that is refused half-way the connection is of no use.
        agent: paddingBytes > 0 ? false : agent,
        setHost: false,
        timeout: timeoutMs,
      });
      const fail = (error: Error) => {
        if (answered !== undefined) return;
        // A connection that the server closes while it idles says nothing about the request that comes too late.
        if (sent.reusedSocket && !isAgain) resolve(send(request, true));
        else resolve({ status: 0, headers: {}, body: Buffer.alloc(0), failure: error.message, isLate });
      };
      sent.on("timeout", () => {
        isLate = true;
        sent.destroy(new Error(`no answer within ${timeoutMs / 1000} s`));
      });
      sent.on("error", fail);
      sent.on("response", (response) => {
        answered = response;
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on("data", (part: Buffer) => {
          if (bytes < keptBytes) parts.push(part);
          bytes += part.length;
        });
        response.on("error", () => {});
        response.on("close", () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
          if (paddingBytes > 0) sent.destroy();
        });
      });
      if (body !== undefined) sent.write(body);
      const part = Buffer.alloc(Math.min(paddingBytes, 65_536), " ");
      const pad = (left: number): void => {
        if (left <= 0 || answered !== undefined || sent.destroyed) return void sent.end();
        sent.write(left < part.length ? part.subarray(0, left) : part, () => pad(left - part.length));
      };
      pad(paddingBytes);
    });
  return { send: (request) => send(request), close: () => agent.destroy() };
}
