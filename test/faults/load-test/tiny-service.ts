import type { RequestListener } from "node:http";

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly authorization?: string;
  readonly body: string;
  readonly contentType?: string;
}

/** A service with two collections in memory; it notes every request, but those of `/-/ready` with their path only. */
export function tinyService(nonce: string, seen: Seen[]): RequestListener {
  const rows = new Map<string, string>();
  let next = 1;
  return (request, response) => {
    let body = "";
    request.on("data", (more) => {
      body += more;
    });
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      seen.push({
        method,
        url,
        ...(headers.authorization === undefined ? {} : { authorization: headers.authorization }),
        body,
        ...(headers["content-type"] === undefined ? {} : { contentType: headers["content-type"] }),
      });
      const send = (status: number, value?: unknown) => {
        response.writeHead(status, { "content-type": "application/json" });
        response.end(value === undefined ? undefined : JSON.stringify(value));
      };
      const [, collection = "", id] = url.replace(/\?.*/, "").split("/");
      if (collection === "-") return send(200, { status: "ready", instance: nonce });
      if (collection === "echo") return send(418);
      if (method === "POST") {
        const made = String(next++);
        rows.set(made, collection);
        return send(201, { data: { id: Number(made), ...(JSON.parse(body) as object) } });
      }
      if (id === undefined)
        return send(200, {
          data: [...rows].filter(([, name]) => name === collection).map(([key]) => ({ id: Number(key) })),
        });
      if (!rows.has(id)) return send(404, {});
      if (method === "DELETE") rows.delete(id);
      return method === "DELETE" ? send(204) : send(200, { data: { id: Number(id) } });
    });
  };
}
