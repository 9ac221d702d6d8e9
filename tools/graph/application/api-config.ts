import { posix } from "node:path";
import { readJson, type Tree } from "@nx/devkit";
import type { ApiConfig } from "../../workspace/project-config";
import { databaseFolder, pluginOptions } from "./spec-folders";

export interface ConfigOptions {
  readonly framework?: "fastify";
  readonly directory?: string;
  readonly database?: string;
}

export function configPath(openapiPath: string): string {
  return posix.join(posix.dirname(openapiPath), "specline.json");
}

/** What `specline.json` beside a description says; `undefined`: there is none, so nothing was generated from it yet. */
export function readConfig(tree: Tree, openapiPath: string): Partial<ApiConfig> | undefined {
  const path = configPath(openapiPath);
  if (!tree.exists(path)) return undefined;
  const config = readJson<Partial<ApiConfig>>(tree, path);
  return config.kind === "api" ? config : undefined;
}

/**
 * The options of a run, else what `specline.json` says, else the defaults.
 *
 * @throws Error when there is no such database
 */
export function configFor(tree: Tree, openapiPath: string, options: ConfigOptions): ApiConfig {
  const known = readConfig(tree, openapiPath);
  const api = posix.basename(posix.dirname(openapiPath));
  const database = options.database ?? known?.database;
  if (database !== undefined && databaseFolder(tree, database) === undefined) {
    throw new Error(
      `There is no database ${database}: no specs/${database}/schema.sql and no folder specs/${database}/schema.`,
    );
  }
  const directory = options.directory ?? known?.directory ?? pluginOptions(tree).apps.replace("*", api);
  return {
    kind: "api",
    framework: options.framework ?? known?.framework ?? "fastify",
    directory: insideWorkspace(directory),
    ...(database === undefined ? {} : { database }),
    granularity: known?.granularity ?? "resource",
    handlers: known?.handlers ?? {},
  };
}

/** @returns a line for people when the file is not up to date */
export function writeConfig(
  tree: Tree,
  openapiPath: string,
  config: ApiConfig,
  { isDryRun }: { readonly isDryRun: boolean },
): readonly string[] {
  const path = configPath(openapiPath);
  const content = `${JSON.stringify(config, null, 2)}\n`;
  if (tree.exists(path) && tree.read(path, "utf8") === content) return [];
  if (!isDryRun) tree.write(path, content);
  return [`  stale ${path}`];
}

function insideWorkspace(directory: string): string {
  const path = posix.normalize(directory.replaceAll("\\", "/")).replace(/^\.\//, "").replace(/\/+$/, "");
  if (path === "" || path === "." || path.startsWith("..") || posix.isAbsolute(path)) {
    throw new Error(`The directory of a service must be a folder inside the workspace, not ${directory}.`);
  }
  return path;
}
