import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { compile } from "../../tools/compiler/compile";
import type { FrameworkName } from "../../tools/compiler/emit/routes/frameworks";
import { type ApplicationOptions, writeApplication } from "../golden/write-application";
import { handlers, verifiers } from "./handlers";

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

export interface Service {
  readonly framework: FrameworkName;
  readonly port: number;
  send(sent: Sent): Promise<Answer>;
  stop(): Promise<void>;
}

/** Prints the description's service for a framework, puts the handlers of this folder into it and starts it in this process. */
export async function startService(
  folder: string,
  options: ApplicationOptions & { readonly environment?: Readonly<Record<string, string>> },
): Promise<Service> {
  const compilation = await compile({
    openapiPath: "openapi.yaml",
    readText: (path) => readFileSync(join(__dirname, path), "utf8"),
  });
  await writeApplication(folder, compilation, options);
  const load = (path: string) => import(join(folder, "src/generated", path));
  const [{ readConfiguration }, { createServer }, { register }] = await Promise.all(
    ["runtime/configuration.ts", "server.ts", "register.ts"].map(load),
  );
  const configuration = readConfiguration({
    PORT: "0",
    LOG_LEVEL: "silent",
    RATE_LIMIT_MAX: "0",
    BODY_LIMIT_BYTES: "2000",
    ...options.environment,
  });
  const server = await createServer({ configuration });
  await register(server.app, handlers, { configuration, verifiers });
  const { port, stop } = await server.start();
  return { framework: options.framework, port, stop, send: (sent) => sendTo(port, sent) };
}

/** Names of the client's and Node's own making are left out. */
function sendTo(port: number, { method = "GET", path, headers = {}, body }: Sent): Promise<Answer> {
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
