import type { EmittedFile } from "./emitted-file";
import { withHeader } from "./header";
import { type FrameworkName, frameworks } from "./routes/frameworks";

export interface RuntimeOptions {
  readonly framework: FrameworkName;
  readonly hasDatabase: boolean;
  /** Whether the service has a server of its own, or is part of an application that is there. */
  readonly hasServer: boolean;
}

const databaseFiles: ReadonlySet<string> = new Set(["columns.ts", "database.ts", "database-problem.ts", "page.ts"]);
const serverFiles: ReadonlySet<string> = new Set(["docs.ts", "front.ts", "health.ts", "server.ts"]);

/**
 * The files below `src/generated/runtime`: the same in every service that has the same framework.
 *
 * @param sources path below `runtime/` → text
 */
export function emitRuntime(sources: ReadonlyMap<string, string>, options: RuntimeOptions): readonly EmittedFile[] {
  return [...sources]
    .filter(([path]) => isNeeded(path, options))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]): EmittedFile => ({ path: `src/generated/runtime/${path}`, content, owner: "specline" }))
    .map((file) => withHeader(file, undefined));
}

function isNeeded(path: string, { framework, hasDatabase, hasServer }: RuntimeOptions): boolean {
  const [file = "", folder] = path.split("/").reverse();
  if (serverFiles.has(file) && !hasServer) return false;
  if (folder !== undefined) return folder === framework;
  const isShared = Object.values(frameworks).some(({ shared }) => (shared as readonly string[]).includes(file));
  if (isShared) return (frameworks[framework].shared as readonly string[]).includes(file);
  return hasDatabase || !databaseFiles.has(file);
}
