import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../../tools/compiler/compile";
import type { Diagnostic } from "../../tools/compiler/diagnostics/diagnostic";
import { hasErrors } from "../../tools/compiler/diagnostics/diagnostic";

export type Scopes = { readonly scopes: readonly string[] } | { readonly diagnostics: readonly Diagnostic[] };

/** Every scope that an operation of the project's description asks for, sorted. */
export async function scopesOf(workspaceRoot: string, projectRoot: string): Promise<Scopes> {
  const name = readdirSync(join(workspaceRoot, projectRoot)).find((file) => /^openapi\.(ya?ml|json)$/.test(file));
  if (name === undefined) return { scopes: [] };
  const { service, diagnostics } = await compile({
    openapiPath: `${projectRoot}/${name}`,
    readText: (path) => readText(join(workspaceRoot, path)),
  });
  if (hasErrors(diagnostics)) return { diagnostics };
  const operations = service?.resources.flatMap((resource) => resource.operations) ?? [];
  const scopes = operations.flatMap((operation) =>
    operation.security.flatMap((requirement) => requirement.flatMap((scheme) => scheme.scopes)),
  );
  return { scopes: [...new Set(scopes)].sort() };
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
