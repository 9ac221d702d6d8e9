import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import { packageRoot } from "./package-root";

export interface OwnInputs {
  /** Patterns of our sources, in Specline's own workspace. */
  readonly sources: readonly string[];
  /** The installed package, elsewhere. */
  readonly packages: readonly string[];
}

/** Nx does not hash the code of an executor (nrwl/nx#27148), so a new version would meet the results of an old one. */
export function ownInputs(workspaceRoot: string): OwnInputs {
  const here = relative(realpathSync(workspaceRoot), realpathSync(packageRoot(__dirname)))
    .split(sep)
    .join("/");
  const isInstalled = here.split("/").includes("node_modules") || here.startsWith("..");
  if (isInstalled) return { sources: [], packages: ["specline"] };
  const root = here === "" ? "{workspaceRoot}" : `{workspaceRoot}/${here}`;
  const folders = ["executors/loadtest", "executors/serve", "tools/k6", "tools/server"];
  return { sources: folders.map((folder) => `${root}/${folder}/**/*`), packages: [] };
}
