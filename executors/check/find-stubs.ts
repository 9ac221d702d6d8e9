import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import type { ApiConfig } from "../../tools/workspace/project-config";

/**
 * Handler files that still answer 501: they import `notImplemented` of the generated runtime. Relative to the workspace,
 * in order of path.
 */
export function findStubs(workspaceRoot: string, directory: string): readonly string[] {
  const resources = posix.join(directory, "src", "resources");
  if (!existsSync(join(workspaceRoot, resources))) return [];
  return readdirSync(join(workspaceRoot, resources), { recursive: true, encoding: "utf8" })
    .map((path) => posix.join(resources, path.replaceAll("\\", "/")))
    .filter((path) => /\/handlers\/[^/]+\.ts$/.test(path) && isStub(readFileSync(join(workspaceRoot, path), "utf8")))
    .sort();
}

/**
 * Operations (`GET /pets/{petId}`) whose handler is there and is no stub, by the manifest of `specline.json`: what a link could
 * not do, somebody has done.
 */
export function findWritten(workspaceRoot: string, config: ApiConfig): ReadonlySet<string> {
  const isWritten = (file: string) => {
    const path = join(workspaceRoot, config.directory, file);
    return existsSync(path) && !isStub(readFileSync(path, "utf8"));
  };
  return new Set(Object.entries(config.handlers ?? {}).flatMap(([key, file]) => (isWritten(file) ? [key] : [])));
}

/** Comments are not read: a handler that mentions the stub's name in one is none. */
export function isStub(text: string): boolean {
  return /^\s*import\s*\{[^}]*\bnotImplemented\b[^}]*\}\s*from\s*["'][^"']*generated\/runtime\//m.test(text);
}
