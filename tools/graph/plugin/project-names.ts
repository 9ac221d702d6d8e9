import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { readJson, textField } from "./read-json";

/**
 * Gives out names that no other project has: two projects of one name stop every command of Nx. A project that is there
 * keeps its name, so ours steps aside.
 */
export class ProjectNames {
  /** Root of a project that is configured by a file of its own → its name. */
  readonly #configured = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** @param configurationFiles every project.json and package.json of the workspace, as Nx found them */
  constructor(workspaceRoot: string, configurationFiles: readonly string[]) {
    const hasWorkspaces =
      "workspaces" in readJson(workspaceRoot, "package.json") || existsSync(join(workspaceRoot, "pnpm-workspace.yaml"));
    for (const file of configurationFiles) {
      const json = readJson(workspaceRoot, file);
      const root = posix.dirname(file);
      const isProject = file.endsWith("project.json") || hasWorkspaces || (root === "." && "nx" in json);
      const name = isProject ? (nxName(json) ?? textField(json, "name")) : undefined;
      if (name === undefined) continue;
      if (file.endsWith("project.json") || !this.#configured.has(root)) this.#configured.set(root, name);
    }
    for (const name of this.#configured.values()) this.#taken.add(name);
  }

  /** The name of the project at `root`: the one that its own file gives it, else the first candidate that is free. */
  claim(root: string, candidates: readonly string[]): string {
    const own = this.#configured.get(root);
    if (own !== undefined) return own;
    const name = [...candidates, root.replaceAll("/", "-")].find((candidate) => !this.#taken.has(candidate)) ?? root;
    this.#taken.add(name);
    return name;
  }
}

function nxName(json: Readonly<Record<string, unknown>>): string | undefined {
  const nx = json.nx;
  return typeof nx === "object" && nx !== null ? textField(nx as Record<string, unknown>, "name") : undefined;
}
