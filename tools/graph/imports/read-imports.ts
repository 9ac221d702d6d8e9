import { readFileSync, statSync } from "node:fs";

const importFrom =
  /(?<![.\w$])(?:import|export)(?![\w$])(?!\s*type\s+(?!from\s*["'])[\w{*$])\s*(?:[\w$\s{},*]+?from\s*)?["']([^"'\n]+)["']/g;
const call = /(?<![.\w$])(?:import|require)\s*\(\s*["']([^"'\n]+)["']/g;

/**
 * The modules that a source file imports, types aside: they are gone when it runs. A pattern, not a parser: the graph is
 * made at every command of Nx. An import in a comment is taken for one, which selects a load test too many, never one too few.
 */
export function readImports(text: string): readonly string[] {
  const found = [importFrom, call].flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""));
  return [...new Set(found)];
}

const known = new Map<string, { readonly stamp: string; readonly imports: readonly string[] }>();

/** The same for a file, which is read again only when it changed: the daemon of Nx asks after every edit. */
export function readImportsOfFile(path: string): readonly string[] {
  try {
    const { mtimeMs, size } = statSync(path);
    const stamp = `${mtimeMs} ${size}`;
    const last = known.get(path);
    if (last?.stamp === stamp) return last.imports;
    const imports = readImports(readFileSync(path, "utf8"));
    known.set(path, { stamp, imports });
    return imports;
  } catch {
    return [];
  }
}
