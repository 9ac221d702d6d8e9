import { createPublicKey, verify } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import Ajv2020 from "ajv/dist/2020";
import { attackedSpec } from "./attacked-spec";

/** What can be wrong with the service; none of it: it is right. */
export type Fault =
  | "coerces types"
  | "fails on long texts"
  | "shows stack traces"
  | "echoes what it refuses"
  | "takes unsigned tokens"
  | "takes expired tokens"
  | "takes tokens for others"
  | "asks for no scope"
  | "reads bodies without limit"
  | "checks no parameter"
  | "takes unknown properties"
  | "drops the connection on broken JSON"
  | "answers errors of another form"
  | "is slow while it refuses"
  | "limits its clients";

export interface Rules {
  readonly nonce: string;
  readonly publicKey: string;
  readonly audience: string;
  readonly fault?: Fault | undefined;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

const bodyLimitBytes = 1_000_000;

/** Orders in memory, right but for one fault. Hand-written, so that it shares nothing with what it is attacked by. */
export function attackedService(rules: Rules, rows = new Map<number, object>()): RequestListener {
  const { fault } = rules;
  const has = (one: Fault) => fault === one;
  const ajv = new Ajv2020({
    strict: false,
    coerceTypes: has("coerces types"),
    removeAdditional: has("takes unknown properties"),
  });
  const schemaOf = (method: "post" | "patch") => {
    const operation =
      method === "post" ? attackedSpec.paths["/orders"].post : attackedSpec.paths["/orders/{orderId}"].patch;
    return ajv.compile(operation.requestBody.content["application/json"].schema);
  };
  const validators = { POST: schemaOf("post"), PATCH: schemaOf("patch") };
  let next = 1;
  let requests = 0;
  let lastRefusal = 0;

  return async (request, response) => {
    const send = (status: number, value?: unknown, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(value === undefined ? undefined : JSON.stringify(value));
    };
    try {
      await answer(request, response, send);
    } catch (error) {
      if (response.destroyed) return;
      if (!(error instanceof Refusal)) return send(500, { error: "internal" });
      lastRefusal = Date.now();
      if (has("shows stack traces") && error.status === 400) return send(400, { error: String(error.stack) });
      if (has("answers errors of another form")) return send(error.status, { message: error.message }, error.headers);
      send(error.status, { error: error.message }, error.headers);
    }
  };

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    send: (status: number, value?: unknown, headers?: Readonly<Record<string, string>>) => void,
  ): Promise<void> {
    const { method = "", url = "" } = request;
    const { pathname, searchParams } = new URL(url, "http://x");
    if (pathname === "/-/ready") return send(200, { status: "ready", instance: rules.nonce });
    if (has("limits its clients") && requests++ > 200) throw new Refusal(429, "too many", { "retry-after": "1" });
    // The planted fault itself: longer than the objective of the good traffic.
    if (has("is slow while it refuses") && Date.now() - lastRefusal < 500)
      await new Promise((resolve) => setTimeout(resolve, 900));
    const [, collection = "", id, ...rest] = pathname.split("/");
    if (collection !== "orders" || rest.length > 0) throw new Refusal(404, "no such path");
    const allow = id === undefined ? ["GET", "POST"] : ["GET", "PATCH", "DELETE"];
    if (!allow.includes(method)) throw new Refusal(405, "no such method", { allow: allow.join(", ") });
    const isGuarded = method !== "GET";
    if (isGuarded) authenticate(request.headers.authorization);
    const limit = searchParams.getAll("limit");
    if (id === undefined && method === "GET" && !has("checks no parameter"))
      for (const one of limit) if (!/^[1-9]\d?$/.test(one) || Number(one) > 50) throw new Refusal(400, "limit");
    if (id !== undefined && !/^[1-9]\d{0,15}$/.test(id)) throw new Refusal(400, "orderId");
    const body = method === "POST" || method === "PATCH" ? await readBody(request, response, method) : undefined;
    if (id === undefined && method === "GET")
      return send(
        200,
        [...rows].map(([key, row]) => ({ ...row, id: key })),
      );
    if (id === undefined) {
      rows.set(next, body ?? {});
      return send(201, { ...body, id: next++ });
    }
    const row = rows.get(Number(id));
    if (row === undefined) throw new Refusal(404, "no such order");
    if (method === "DELETE") {
      rows.delete(Number(id));
      return send(204);
    }
    if (body !== undefined) rows.set(Number(id), { ...row, ...body });
    send(200, { ...rows.get(Number(id)), id: Number(id) });
  }

  async function readBody(
    request: IncomingMessage,
    response: ServerResponse,
    method: "POST" | "PATCH",
  ): Promise<object> {
    if (!/^application\/json\b/.test(request.headers["content-type"] ?? "")) throw new Refusal(415, "content type");
    if (request.headers["content-encoding"] !== undefined) throw new Refusal(415, "content encoding");
    const parts: Buffer[] = [];
    let bytes = 0;
    for await (const part of request) {
      bytes += (part as Buffer).length;
      if (bytes > bodyLimitBytes && !has("reads bodies without limit"))
        throw new Refusal(413, "too large", { connection: "close" });
      parts.push(part as Buffer);
    }
    let value: unknown;
    try {
      value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts)));
    } catch {
      if (has("drops the connection on broken JSON")) response.destroy();
      throw new Refusal(400, "no JSON");
    }
    const { note, kind } = Object(value) as { readonly note?: unknown; readonly kind?: unknown };
    if (has("fails on long texts") && typeof note === "string" && note.length > 40)
      throw new Error("too long for a column");
    if (!validators[method](value)) {
      const told = has("echoes what it refuses") ? `wrong: ${note} ${kind}` : "wrong body";
      throw new Refusal(400, told);
    }
    return value as object;
  }

  /** RFC 6750, 3.1 */
  function authenticate(header: string | undefined): void {
    const unauthorized = new Refusal(401, "credential", { "www-authenticate": "Bearer" });
    const token = /^Bearer (\S+)$/.exec(header ?? "")?.[1] ?? "";
    const [head = "", payload = "", signature = ""] = token.split(".");
    const read = (part: string) => {
      try {
        return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
      } catch {
        throw unauthorized;
      }
    };
    const { alg } = read(head);
    const claims = read(payload);
    const isUnsigned = alg === "none" && has("takes unsigned tokens");
    const key = { key: createPublicKey(rules.publicKey), dsaEncoding: "ieee-p1363" as const };
    const isSigned =
      alg === "ES256" && verify("sha256", Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, "base64url"));
    if (!isUnsigned && !isSigned) throw unauthorized;
    if (Number(claims.exp) < Date.now() / 1000 && !has("takes expired tokens")) throw unauthorized;
    if (claims.aud !== rules.audience && !has("takes tokens for others")) throw unauthorized;
    if (!String(claims.scope).split(" ").includes("orders:write") && !has("asks for no scope"))
      throw new Refusal(403, "scope");
  }
}
