import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The sources stand in `tools/`, the compiled files in `dist/tools/`: the package's root is where executors.json is. */
export function packageRoot(from: string): string {
  return existsSync(join(from, "executors.json")) ? from : packageRoot(dirname(from));
}
