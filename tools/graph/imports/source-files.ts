import { posix } from "node:path";
import { list } from "../plugin/list-folder";

const source = /\.[mc]?[jt]sx?$/;
const test = /\.(test|spec)\.[mc]?[jt]sx?$|(^|\/)(__tests__|__mocks__)\//;
const skipped = new Set(["node_modules", "dist", "coverage"]);

/** Every file below a folder, as paths from the workspace root, in order; `leaveOut` gets the path of each folder. */
export function filesBelow(
  workspaceRoot: string,
  folder: string,
  leaveOut: (folder: string) => boolean = () => false,
): readonly string[] {
  return list(workspaceRoot, folder)
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      if (entry.isFile()) return [path];
      if (!entry.isDirectory() || entry.name.startsWith(".") || skipped.has(entry.name) || leaveOut(path)) return [];
      return filesBelow(workspaceRoot, path, leaveOut);
    })
    .sort();
}

/** Whether a running program can import the file. */
export function isSourceFile(path: string): boolean {
  return source.test(path) && !test.test(path) && !path.endsWith(".d.ts");
}

/** Whether a running program can read the file at all: documents and tests it cannot. */
export function isRunTimeFile(path: string): boolean {
  return !test.test(path) && !/\.(md|mdx|txt)$/i.test(path) && !/(^|\/)\./.test(path);
}
