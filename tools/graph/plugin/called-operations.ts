import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The operations, by operationId, that files of a generated load test call. Each declares those it calls on lines of their own
 * (`tools/compiler/emit/load-test/print-steps.ts`), `id: "listAuthors",`.
 */
export function calledOperations(workspaceRoot: string, files: Iterable<string>): ReadonlySet<string> {
  return new Set(
    [...files].flatMap((file) =>
      [...readFileSync(join(workspaceRoot, file), "utf8").matchAll(/^\s+id: ("(?:[^"\\]|\\.)*"),$/gm)].map(
        ([, literal = '""']) => JSON.parse(literal) as string,
      ),
    ),
  );
}
