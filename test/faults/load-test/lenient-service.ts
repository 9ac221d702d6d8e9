import type { IncomingMessage, RequestListener } from "node:http";

/** The service of `formedSpec` as it is often written by hand: it takes forms for what they may have meant, and looks for keys anywhere. */
export function lenientService(nonce: string): RequestListener {
  return async (request, response) => {
    const send = (status: number, value: object, headers: Readonly<Record<string, string>> = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(JSON.stringify(value));
    };
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://x");
    const body = (await bodyOf(request)).toString("utf8");
    const refuse = (status: number, headers?: Readonly<Record<string, string>>) =>
      send(status, { error: { code: "refused" } }, headers);
    const { headers } = request;
    switch (`${request.method} ${pathname}`) {
      case "GET /-/ready":
        return send(200, { status: "ready", instance: nonce });
      case "POST /orders": {
        const form = new URLSearchParams(body);
        const quantity = Number(form.get("quantity"));
        const isRight = Number.isInteger(quantity) && quantity >= 1 && quantity <= 100 && form.has("note");
        return isRight ? send(201, { id: 1 }) : refuse(400);
      }
      case "GET /orders":
        return send(200, []);
      case "POST /orders/photos":
        return body.includes('name="photo"') ? send(201, { id: 1 }) : refuse(400);
      case "GET /orders/by-key":
        return headers["x-key"] !== undefined || searchParams.has("X-Key")
          ? send(200, {})
          : refuse(401, { "www-authenticate": "ApiKey" });
      case "GET /orders/by-login": {
        const [, encoded = ""] = (headers.authorization ?? "").split(" ");
        const [user] = Buffer.from(encoded, "base64").toString("latin1").split(":");
        return user === "admin" ? send(200, {}) : refuse(401, { "www-authenticate": "Basic" });
      }
      case "GET /orders/by-any":
        return headers.authorization?.startsWith("Bearer ey")
          ? send(200, {})
          : refuse(401, { "www-authenticate": "Bearer" });
      default:
        return refuse(401, { "www-authenticate": "ApiKey" });
    }
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
