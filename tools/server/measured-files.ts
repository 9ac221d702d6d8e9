import { basename, dirname, join } from "node:path";
import type { MeasuredFiles } from "../k6/baseline/environment";
import { hashFile, hashScript } from "../k6/baseline/hash-script";
import { stateDirectory } from "../workspace/state-directory";
import { bundlePath } from "./bundle-server";

/** What load tests of an API are made of: scripts, the slices of the spec beside them, and the server that Specline bundled. */
export function measuredFiles(
  workspaceRoot: string,
  api: string,
  directory: string,
  scriptPaths: readonly string[],
): MeasuredFiles {
  // …/resources/orders/generated/load-test.js
  const resources = scriptPaths.map((path) => ({ path, name: basename(dirname(dirname(path))) }));
  const specs = resources.flatMap(({ name }) => {
    const hash = hashFile(join(workspaceRoot, directory, "slices", name, "slice.json"));
    return hash === undefined ? [] : [[name, hash] as const];
  });
  return {
    scripts: Object.fromEntries(resources.map(({ name, path }) => [name, hashScript(path)])),
    specs: Object.fromEntries(specs),
    build: hashFile(bundlePath(stateDirectory(workspaceRoot, "build"), api)) ?? null,
  };
}
