import { join, resolve } from "node:path";
import { bundleServer } from "../../tools/server/bundle-server";
import { startServer } from "../../tools/server/start-server";
import type { WrittenService } from "../conformance/corpus/written-service";

/** Why a service does not start, or does not hand out its description; empty: it does. */
export async function bootProblem({ folder }: Pick<WrittenService, "folder">): Promise<string> {
  const workspaceRoot = resolve(__dirname, "../..");
  const bundle = join(folder, "server.mjs");
  const bundled = await bundleServer({ workspaceRoot, entry: join(folder, "src/server.ts"), output: bundle });
  if (bundled.kind === "failed") return bundled.reasons.join("\n");
  const started = await startServer({
    workspaceRoot,
    bundle,
    // Nothing is asked of it, so that nobody has to listen there.
    environment: { LOG_LEVEL: "error", DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" },
    secrets: [],
    logPath: join(folder, "server.log"),
    readyTimeoutMs: 300_000,
  });
  if (started.kind === "failed") return [started.reason, ...started.lastLines].join("\n");
  try {
    const answer = await fetch(`${started.url}/-/docs/openapi.json`);
    const { openapi } = (await answer.json()) as { readonly openapi?: string };
    return openapi === "3.1.0" ? "" : `the description is answered with ${answer.status}`;
  } finally {
    await started.program.stop();
  }
}
