import { posix } from "node:path";
import { readNxJson, type Tree } from "@nx/devkit";
import { type PluginOptions, readPluginOptions } from "../plugin/plugin-options";

const descriptions = ["openapi.yaml", "openapi.yml", "openapi.json"];

/** Options of the plugin's entry in nx.json, registered by its name or, in its own repository, by its path. */
export function pluginOptions(tree: Tree): PluginOptions {
  const entries = readNxJson(tree)?.plugins ?? [];
  const own = entries.find(
    (entry) => typeof entry === "object" && /(^|\/)(specline|graph\/plugin(\.ts)?)$/.test(entry.plugin),
  );
  return readPluginOptions(typeof own === "object" ? own.options : undefined);
}

/** Folders that may hold a spec, by the plugin's `specs` globs. */
export function specFolders(tree: Tree): readonly string[] {
  const folders = pluginOptions(tree).specs.flatMap((glob) =>
    glob.split("/").reduce<string[]>(
      (found, segment) => {
        if (!segment.includes("*")) return found.map((folder) => posix.join(folder, segment));
        const pattern = new RegExp(`^${segment.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`);
        return found.flatMap((folder) =>
          childFolders(tree, folder)
            .filter((name) => pattern.test(name))
            .map((name) => posix.join(folder, name)),
        );
      },
      [""],
    ),
  );
  return [...new Set(folders)].sort();
}

/** The OpenAPI description in a folder. */
export function descriptionIn(tree: Tree, folder: string): string | undefined {
  return descriptionsIn(tree, folder)[0];
}

/** Every description in a folder; there should be one. */
export function descriptionsIn(tree: Tree, folder: string): readonly string[] {
  return descriptions.map((name) => posix.join(folder, name)).filter((path) => tree.exists(path));
}

/** Names of the database projects of the workspace. */
export function databasesOf(tree: Tree): readonly string[] {
  return specFolders(tree)
    .filter((folder) => schemaFilesIn(tree, folder).length > 0)
    .map((folder) => posix.basename(folder));
}

/** `schema.sql`, or the files of a folder `schema` in order of name; empty: the folder declares no database. */
export function schemaFilesIn(tree: Tree, folder: string): readonly string[] {
  const single = posix.join(folder, "schema.sql");
  if (tree.exists(single)) return [single];
  const parts = posix.join(folder, "schema");
  if (!tree.exists(parts) || tree.isFile(parts)) return [];
  const names = tree.children(parts).filter((name) => name.endsWith(".sql"));
  return names.sort().map((name) => posix.join(parts, name));
}

/** The folder of a database's project, which is named after it. */
export function databaseFolder(tree: Tree, database: string): string | undefined {
  return specFolders(tree).find(
    (folder) => posix.basename(folder) === database && schemaFilesIn(tree, folder).length > 0,
  );
}

function childFolders(tree: Tree, folder: string): string[] {
  if (folder !== "" && !tree.exists(folder)) return [];
  return tree
    .children(folder)
    .filter((name) => !/^\.|^node_modules$/.test(name) && !tree.isFile(posix.join(folder, name)));
}
