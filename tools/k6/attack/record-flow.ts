import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { JsonValue } from "../../report/json";
import { type ApiOperation, operationMatcher } from "./api-document";
import type { RawRequest, Seed } from "./attack-case";
import { openSender } from "./send-request";

export interface Recording {
  /** The first request of each operation that was answered as the flow wants it; of one that never was, the first. */
  readonly seeds: readonly Seed[];
  /** Requests that delete what the flow made. They were kept back and are sent when all is over. */
  readonly deletions: readonly RawRequest[];
  readonly creations: readonly Creation[];
}

/** How what an operation makes is deleted. */
export interface Creation {
  readonly operation: string;
  /** Where the key is in the answer. */
  readonly keyPath: readonly string[];
  readonly deletionOf: (key: string) => RawRequest;
}

/** Headers that belong to a connection, and those that a client adds to every request. */
const notRecorded = /^(host|connection|content-length|transfer-encoding|user-agent|accept-encoding)$/i;

/**
 * Lets `run` send the usual flow through a proxy on this machine and notes what goes by. Deletions are answered here as if they
 * had succeeded, so that the rows of the flow are still there for the attack.
 */
export async function recordFlow(
  origin: string,
  operations: readonly ApiOperation[],
  run: (proxyUrl: string) => Promise<void>,
): Promise<Recording> {
  const match = operationMatcher(operations);
  const seeds = new Map<string, Seed>();
  const deletions: RawRequest[] = [];
  const made: { readonly operation: string; readonly answer: JsonValue }[] = [];
  const sender = openSender(origin);
  const server = createServer(async (message, response) => {
    const request = await readRequest(message);
    const operation = match(request.method, request.target);
    const note = (status: number) => {
      const known = operation === undefined ? undefined : seeds.get(operation.id);
      const isBetter = known === undefined || (!isGood(known.status) && isGood(status));
      if (operation !== undefined && isBetter) seeds.set(operation.id, { operation: operation.id, request, status });
    };
    if (request.method === "DELETE") {
      deletions.push(request);
      note(0);
      const wanted = Object.keys(operation?.description.responses ?? {}).find((status) => /^2\d\d$/.test(status));
      response.writeHead(Number(wanted ?? 204)).end();
      return;
    }
    const answer = await sender.send(request);
    note(answer.status);
    if (operation !== undefined && request.method === "POST" && isGood(answer.status))
      made.push({ operation: operation.id, answer: readJson(answer.body) });
    if (answer.status === 0) return void response.destroy();
    const { "content-length": _, "transfer-encoding": __, connection: ___, ...headers } = answer.headers;
    response.writeHead(answer.status, headers as Record<string, string>).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    sender.close();
  }
  return { seeds: [...seeds.values()], deletions, creations: creationsOf(made, deletions) };
}

/** A deletion whose last segment stands in the answer of a creation shows where its key is. */
function creationsOf(
  made: readonly { readonly operation: string; readonly answer: JsonValue }[],
  deletions: readonly RawRequest[],
): readonly Creation[] {
  const found = new Map<string, Creation>();
  for (const { operation, answer } of made)
    for (const deletion of deletions) {
      const [, start = "", key = "", query = ""] = /^(.*\/)([^/?]+)(\?.*)?$/s.exec(deletion.target) ?? [];
      const keyPath = key === "" ? undefined : pathTo(answer, decodeURIComponent(key), 0);
      if (keyPath === undefined || found.has(operation)) continue;
      const deletionOf = (one: string) => ({ ...deletion, target: `${start}${encodeURIComponent(one)}${query}` });
      found.set(operation, { operation, keyPath, deletionOf });
    }
  return [...found.values()];
}

function pathTo(value: JsonValue, key: string, depth: number): readonly string[] | undefined {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const entries = Object.entries(value as Readonly<Record<string, JsonValue>>);
  const equal = entries.filter(
    ([, inner]) => (typeof inner === "string" || typeof inner === "number") && String(inner) === key,
  );
  // A quantity may happen to be the same number.
  const own = equal.find(([name]) => /^(id|uuid|key)$|id$/i.test(name)) ?? equal[0];
  if (own !== undefined) return [own[0]];
  if (depth > 1) return undefined;
  for (const [name, inner] of entries) {
    const path = pathTo(inner, key, depth + 1);
    if (path !== undefined) return [name, ...path];
  }
  return undefined;
}

async function readRequest(message: IncomingMessage): Promise<RawRequest> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  const headers: [string, string][] = [];
  for (let index = 0; index < message.rawHeaders.length; index += 2) {
    const [name = "", value = ""] = message.rawHeaders.slice(index, index + 2);
    if (!notRecorded.test(name)) headers.push([name, value]);
  }
  const { method = "GET", url = "/" } = message;
  return { method, target: url, headers, ...(parts.length === 0 ? {} : { body: Buffer.concat(parts) }) };
}

export function isGood(status: number): boolean {
  return status >= 200 && status < 400;
}

export function readJson(body: Buffer): JsonValue {
  try {
    return JSON.parse(body.toString("utf8")) as JsonValue;
  } catch {
    return null;
  }
}
