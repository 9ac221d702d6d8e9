import { readFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../../tools/compiler/compile";
import type { FrameworkName } from "../../tools/compiler/emit/routes/frameworks";
import { type ApplicationOptions, writeApplication } from "../golden/write-application";
import { handlers, verifiers } from "./handlers";
import { type Answer, type Sent, sendTo } from "./send-to";

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
