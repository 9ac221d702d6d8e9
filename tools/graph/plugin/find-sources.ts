import { posix } from "node:path";
import { list } from "./list-folder";

/** A folder with a spec in it. All paths are relative to the workspace root, with `/`. */
export interface Source {
  readonly kind: "api" | "database";
  readonly folder: string;
  /** The description itself, or the first file of the schema. */
  readonly file: string;
}

const descriptions = ["openapi.yaml", "openapi.yml", "openapi.json"];

/** Looks for specs by file name alone: what is in them is the business of the executors, which can say what is wrong. */
export function findSources(workspaceRoot: string, globs: readonly string[]): readonly Source[] {
  const folders = new Set(globs.flatMap((glob) => expand(workspaceRoot, glob)));
  return [...folders].sort(byDepth).flatMap((folder): Source[] => {
    const names = new Set(list(workspaceRoot, folder).map((entry) => entry.name));
    const description = descriptions.find((name) => names.has(name));
    const schema = names.has("schema.sql") ? "schema.sql" : firstSqlFile(workspaceRoot, folder);
    return [
      ...(description === undefined ? [] : [{ kind: "api" as const, folder, file: posix.join(folder, description) }]),
      ...(schema === undefined ? [] : [{ kind: "database" as const, folder, file: posix.join(folder, schema) }]),
    ];
  });
}

/** The folder nearest to the root first, so that it keeps its name where another folder has the same one. */
function byDepth(a: string, b: string): number {
  return a.split("/").length - b.split("/").length || (a < b ? -1 : 1);
}

function firstSqlFile(workspaceRoot: string, folder: string): string | undefined {
  const names = list(workspaceRoot, posix.join(folder, "schema")).map((entry) => entry.name);
  const first = names.filter((name) => name.endsWith(".sql")).sort()[0];
  return first === undefined ? undefined : posix.join("schema", first);
}

function expand(workspaceRoot: string, glob: string): string[] {
  return glob.split("/").reduce(
    (folders, segment) => {
      if (!segment.includes("*")) return folders.map((folder) => posix.join(folder, segment));
      const pattern = new RegExp(`^${segment.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
      return folders.flatMap((folder) =>
        list(workspaceRoot, folder)
          .filter((entry) => entry.isDirectory() && pattern.test(entry.name) && !hidden.test(entry.name))
          .map((entry) => posix.join(folder, entry.name)),
      );
    },
    [""],
  );
}

const hidden = /^\.|^node_modules$/;
