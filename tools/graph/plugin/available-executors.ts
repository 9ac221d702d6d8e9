import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

let names: ReadonlySet<string> | undefined;

/** Names in the package's own executors.json: a target is inferred only where something can run it. */
export function availableExecutors(): ReadonlySet<string> {
  if (names === undefined) {
    const file = join(packageRoot(__dirname), "executors.json");
    names = new Set(Object.keys((JSON.parse(readFileSync(file, "utf8")) as { executors: object }).executors));
  }
  return names;
}

/** The sources stand in `tools/`, the compiled files in `dist/tools/`: the root is where executors.json is. */
export function packageRoot(from: string): string {
  return existsSync(join(from, "executors.json")) ? from : packageRoot(dirname(from));
}
