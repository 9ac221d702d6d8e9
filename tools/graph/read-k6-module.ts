import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The Go module of k6 with Specline's output: path → text, without tests and what only this repository needs. */
export function readK6Module(): ReadonlyMap<string, string> {
  const root = join(__dirname, "../k6/module");
  const paths = readdirSync(root, { recursive: true })
    .map((path) => String(path).replaceAll("\\", "/"))
    .filter((path) => /(\.go|go\.mod|go\.sum)$/.test(path) && !path.endsWith("_test.go"));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
}
