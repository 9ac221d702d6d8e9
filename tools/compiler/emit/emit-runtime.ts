import type { EmittedFile } from "./emitted-file";
import { withHeader } from "./header";
import type { FrameworkName } from "./routes/frameworks";

export interface RuntimeOptions {
  readonly framework: FrameworkName;
  readonly hasDatabase: boolean;
}

const databaseFiles: ReadonlySet<string> = new Set(["columns.ts", "database.ts", "database-problem.ts", "page.ts"]);

/**
 * The files below `src/generated/runtime`: the same in every service that has the same framework.
 *
 * @param sources path below `runtime/` → text
 */
export function emitRuntime(
  sources: ReadonlyMap<string, string>,
  { framework, hasDatabase }: RuntimeOptions,
): readonly EmittedFile[] {
  return [...sources]
    .filter(([path]) =>
      path.includes("/") ? path.startsWith(`${framework}/`) : hasDatabase || !databaseFiles.has(path),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]): EmittedFile => ({ path: `src/generated/runtime/${path}`, content, owner: "specline" }))
    .map((file) => withHeader(file, undefined));
}
