import { join, sep } from "node:path";
import type { Plugin } from "esbuild";

export type BundleOutcome =
  | { readonly kind: "bundled" }
  | { readonly kind: "failed"; readonly reasons: readonly string[] };

export interface BundleRequest {
  readonly workspaceRoot: string;
  readonly entry: string;
  readonly output: string;
}

/**
 * Bundles an application's own TypeScript and that of the workspace's libraries into one ES module. Packages from
 * node_modules stay outside. Types are not checked here: `typecheck` does that.
 */
export async function bundleServer(request: BundleRequest): Promise<BundleOutcome> {
  const { build, formatMessages, stop } = await import("esbuild");
  const result = await build({
    absWorkingDir: request.workspaceRoot,
    entryPoints: [request.entry],
    outfile: request.output,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    sourcemap: true,
    logLevel: "silent",
    plugins: [packagesStayOutside],
  }).catch((error: unknown) => {
    if (error instanceof Error && "errors" in error) return error as Awaited<ReturnType<typeof build>> & Error;
    throw error;
  });
  const reasons =
    result.errors.length === 0 ? [] : await formatMessages(result.errors, { kind: "error", color: false });
  // esbuild keeps a process for the next build, and a server that is served for hours has none.
  await stop();
  if (result.errors.length === 0) return { kind: "bundled" };
  return { kind: "failed", reasons: reasons.map((reason) => reason.trim()) };
}

/** A package below node_modules is loaded by Node; a workspace library, linked there or mapped by tsconfig, is bundled. */
const packagesStayOutside: Plugin = {
  name: "packages-stay-outside",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, async (found) => {
      if (found.pluginData === "asked" || found.kind === "entry-point") return undefined;
      const { importer, kind, resolveDir, with: attributes } = found;
      const resolved = await build.resolve(found.path, {
        importer,
        kind,
        resolveDir,
        with: attributes,
        pluginData: "asked",
      });
      if (resolved.errors.length > 0 || !resolved.path.includes(`${sep}node_modules${sep}`)) return resolved;
      return { path: found.path, external: true };
    });
  },
};

/** Where the bundle of an API is kept. */
export function bundlePath(buildDirectory: string, project: string): string {
  return join(buildDirectory, project.replaceAll("/", "__"), "server.mjs");
}
