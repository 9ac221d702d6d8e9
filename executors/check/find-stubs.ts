import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

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

/** Comments are not read: a handler that mentions the stub's name in one is none. */
export function isStub(text: string): boolean {
  return /^\s*import\s*\{[^}]*\bnotImplemented\b[^}]*\}\s*from\s*["'][^"']*generated\/runtime\//m.test(text);
}
