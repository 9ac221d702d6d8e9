import { join } from "node:path";
import type { Operation } from "../../../tools/compiler/model/operation";
import { bundleServer } from "../../../tools/server/bundle-server";
import { startServer } from "../../../tools/server/start-server";
import type { WrittenService } from "./written-service";

const root = join(__dirname, "../../..");

/** Starts a service and asks for each of its operations. @returns those for which its router has no route */
export async function unanswered({ folder, service, diagnostics }: WrittenService): Promise<readonly string[]> {
  const bundle = join(folder, "server.mjs");
  const bundled = await bundleServer({ workspaceRoot: root, entry: join(folder, "src/server.ts"), output: bundle });
  if (bundled.kind === "failed") throw new Error(bundled.reasons.join("\n"));
  const started = await startServer({
    workspaceRoot: root,
    bundle,
    environment: { LOG_LEVEL: "error", RATE_LIMIT_MAX: "0" },
    secrets: [],
    logPath: join(folder, "server.log"),
    readyTimeoutMs: 120_000,
  });
  if (started.kind === "failed") throw new Error([started.reason, ...started.lastLines].join("\n"));
  const ask = async (method: string, path: string) => {
    const response = await fetch(`${started.url}${path}`, { method, redirect: "manual" });
    await response.arrayBuffer();
    return response.status;
  };
  try {
    // A server that answers whatever it is asked would show nothing.
    const nowhere = await ask("GET", `${service.basePath}/-/no/such/path/in/any/description/at/all`);
    if (nowhere !== 404) throw new Error(`a path that does not exist is answered with ${nowhere}`);
    const told = new Set(diagnostics.map(({ code, span }) => `${code} ${span.line}:${span.column}`));
    const missing: string[] = [];
    for (const operation of service.resources.flatMap(({ operations }) => operations)) {
      const { method, path, span } = operation;
      if (told.has(`emit/unsupported-method ${span.line}:${span.column}`) || /[?#]/.test(path.text)) continue;
      const status = await ask(method.toUpperCase(), `${service.basePath}${samplePath(operation)}`);
      if (status === 404 || status === 405) missing.push(`${method} ${path.text}: ${status}`);
    }
    return missing;
  } finally {
    await started.program.stop();
  }
}

/** The template with a value for each parameter. */
function samplePath({ path }: Operation): string {
  return path.text
    .replace(/\{[^{}]*\}/g, "1")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}
