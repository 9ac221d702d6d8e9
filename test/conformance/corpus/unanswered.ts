import { join } from "node:path";
import { bundleServer } from "../../../tools/server/bundle-server";
import { startServer } from "../../../tools/server/start-server";
import type { WrittenService } from "./written-service";

const root = join(__dirname, "../../..");

/** Starts a service, and asks for each of its operations. @returns those for which its router has no route */
export function unanswered(written: WrittenService): Promise<readonly string[]> {
  return withServer(written, (url) => unansweredAt(url, written));
}

/** Starts a service for as long as it is used. */
export async function withServer<Result>(
  { folder }: WrittenService,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
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
  try {
    return await use(started.url);
  } finally {
    await started.program.stop();
  }
}

/** The operations for which the router of a service has no route. */
export async function unansweredAt(url: string, { service, diagnostics }: WrittenService): Promise<readonly string[]> {
  const ask = async (method: string, path: string) => {
    const response = await fetch(`${url}${path}`, { method, redirect: "manual" });
    await response.arrayBuffer();
    return response.status;
  };
  // A server that answers whatever it is asked would show nothing.
  const nowhere = await ask("GET", `${encoded(service.basePath)}/-/no/such/path/in/any/description/at/all`);
  if (nowhere !== 404) throw new Error(`a path that does not exist is answered with ${nowhere}`);
  const told = new Set(diagnostics.map(({ code, span }) => `${code} ${span.line}:${span.column}`));
  const missing: string[] = [];
  for (const operation of service.resources.flatMap(({ operations }) => operations)) {
    const { method, path, span } = operation;
    if (told.has(`emit/unsupported-method ${span.line}:${span.column}`) || /[?#]/.test(service.basePath + path.text))
      continue;
    const sample = `${encoded(service.basePath)}${encoded(path.text.replace(/\{[^{}]+\}/g, "1"))}`;
    // Clients resolve such segments before they send anything, and some routers merge slashes.
    if (sample.split("/").some((segment) => /^\.{1,2}$/.test(segment)) || sample.includes("//")) continue;
    const status = await ask(method.toUpperCase(), sample);
    if (status === 404 || status === 405) missing.push(`${method} ${path.text}: ${status}`);
  }
  return missing;
}

/** A path, encoded where it is not. */
function encoded(path: string): string {
  return path
    .replace(/\p{Cs}/gu, "\ufffd")
    .split("/")
    .map((segment) => encodeURIComponent(decodeSafely(segment)))
    .join("/");
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
