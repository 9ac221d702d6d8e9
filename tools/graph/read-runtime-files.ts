import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The TypeScript that is copied into applications: path below the folder → text. */
export function readRuntimeFiles(): ReadonlyMap<string, string> {
  const root = join(__dirname, "../compiler/emit/runtime");
  const paths = readdirSync(root, { recursive: true })
    .map((path) => String(path).replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
}
