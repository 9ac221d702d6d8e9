import { request } from "node:http";

export type InstanceCheck =
  | { readonly kind: "ours" }
  /** Nobody listens, or whoever does gave no answer in time. */
  | { readonly kind: "silent"; readonly reason: string }
  /** Ours, but it says that it is not ready. */
  | { readonly kind: "not-ready"; readonly reason: string }
  | { readonly kind: "stranger"; readonly reason: string };

const timeoutMs = 2_000;

/** Asks `GET /-/ready` who is there (docs/architecture.md): only the server that knows our nonce is ours. */
export async function checkInstance(url: string, nonce: string): Promise<InstanceCheck> {
  const answer = await ask(new URL("/-/ready", url));
  if ("reason" in answer) return { kind: "silent", reason: answer.reason };
  const instance = readInstance(answer.body);
  if (instance !== nonce)
    return {
      kind: "stranger",
      reason:
        instance === undefined ? `it answers /-/ready with ${answer.status} and no instance` : "its nonce is another",
    };
  return answer.status === 200 ? { kind: "ours" } : { kind: "not-ready", reason: `/-/ready answers ${answer.status}` };
}

function ask(url: URL): Promise<{ readonly status: number; readonly body: string } | { readonly reason: string }> {
  return new Promise((resolve) => {
    const asked = request(url, { agent: false, timeout: timeoutMs }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => {
        body += text;
        if (body.length > 65_536) response.destroy();
      });
      response.on("close", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    asked.on("timeout", () => asked.destroy(new Error(`no answer within ${timeoutMs} ms`)));
    asked.on("error", (error) => resolve({ reason: error.message }));
    asked.end();
  });
}

function readInstance(body: string): string | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== "object" || value === null) return undefined;
    const { instance } = value as { readonly instance?: unknown };
    return typeof instance === "string" ? instance : undefined;
  } catch {
    return undefined;
  }
}
