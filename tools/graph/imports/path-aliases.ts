import { readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** Maps a specifier to a path from the workspace root, or to nothing where it is not meant. */
export type PathAlias = (specifier: string) => string | undefined;

/** `compilerOptions.paths` of one tsconfig file; its `extends` is not followed, so name every file that matters. */
export function readPathAliases(workspaceRoot: string, tsconfig: string): readonly PathAlias[] {
  try {
    const { compilerOptions } = JSON.parse(withoutComments(readFileSync(join(workspaceRoot, tsconfig), "utf8"))) as {
      compilerOptions?: { baseUrl?: string; paths?: Record<string, string[]> };
    };
    const base = posix.join(posix.dirname(tsconfig), compilerOptions?.baseUrl ?? ".");
    return Object.entries(compilerOptions?.paths ?? {}).flatMap(([pattern, targets]) =>
      targets.map((target) => alias(pattern, posix.join(base, target))),
    );
  } catch {
    return [];
  }
}

function alias(pattern: string, target: string): PathAlias {
  const [head = "", tail] = pattern.split("*");
  if (tail === undefined) return (specifier) => (specifier === pattern ? target : undefined);
  return (specifier) =>
    specifier.startsWith(head) && specifier.endsWith(tail) && specifier.length >= head.length + tail.length
      ? target.replace("*", () => specifier.slice(head.length, specifier.length - tail.length))
      : undefined;
}

/** tsconfig files are JSON with comments and trailing commas; strings are kept as they are. */
function withoutComments(text: string): string {
  return text
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string: string | undefined) => string ?? "")
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, (_, string: string | undefined) => string ?? "");
}
