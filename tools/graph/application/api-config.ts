import { posix } from "node:path";
import { readJson, type Tree } from "@nx/devkit";
import type { ApiConfig } from "../../workspace/project-config";
import { configProblem } from "./config-problem";
import { allowedOrigin } from "./remote/allowed-origin";
import { databaseFolder, descriptionsIn, pluginOptions, schemaFilesIn, specFolders } from "./spec-folders";

export interface ConfigOptions {
  /** What is generated from now on; unset: what `specline.json` says, else the service. */
  readonly generates?: "load-tests" | "service";
  readonly framework?: ApiConfig["framework"];
  readonly directory?: string;
  readonly output?: string;
  readonly errorFormat?: "envelope" | "problem";
  readonly responseValidation?: "off" | "log" | "enforce";
  /** `none`: no database, now and in later runs. */
  readonly database?: string;
  /** Taken where neither this run nor `specline.json` says anything about a database. */
  readonly defaultDatabase?: string | undefined;
  /** Added to the origins that `specline.json` lists. */
  readonly allowRemote?: string | readonly string[];
}

function configPath(openapiPath: string): string {
  return posix.join(posix.dirname(openapiPath), "specline.json");
}

/**
 * What `specline.json` beside a description says; `undefined`: there is none, so nothing was generated from it yet.
 *
 * @throws Error when it says something that nobody can mean
 */
export function readConfig(tree: Tree, openapiPath: string): Partial<ApiConfig> | undefined {
  const path = configPath(openapiPath);
  if (!tree.exists(path)) return undefined;
  const config = readJson<Partial<ApiConfig>>(tree, path);
  if (config.kind !== "api") return undefined;
  const problem = configProblem(config);
  if (problem !== undefined) throw new Error(`${path}: ${problem}.`);
  return config;
}

/**
 * The options of a run, else what `specline.json` says, else the defaults.
 *
 * @throws Error when there is no such database
 */
export function configFor(tree: Tree, openapiPath: string, options: ConfigOptions): ApiConfig {
  const known = readConfig(tree, openapiPath);
  const api = posix.basename(posix.dirname(openapiPath));
  refuseTwoDescriptions(tree, posix.dirname(openapiPath));
  const isNone = options.database === "none" && databaseFolder(tree, "none") === undefined;
  const withoutDatabase = isNone || (options.database === undefined && known?.withoutDatabase === true);
  const database = withoutDatabase ? undefined : (options.database ?? known?.database ?? options.defaultDatabase);
  if (database !== undefined && databaseFolder(tree, database) === undefined) {
    throw new Error(
      `There is no database ${database}: no specs/${database}/schema.sql and no folder specs/${database}/schema.`,
    );
  }
  if (options.directory !== undefined) refuseSpecFolder(tree, insideWorkspace(options.directory));
  const directory = options.directory ?? known?.directory ?? pluginOptions(tree).apps.replace("*", api);
  const errorFormat = options.errorFormat ?? known?.errorFormat;
  const responseValidation = options.responseValidation ?? known?.responseValidation;
  const output = options.output ?? known?.output;
  const origins = [...(known?.allowRemote ?? []), ...[options.allowRemote ?? []].flat()].map(allowedOrigin);
  const allowRemote = [...new Set(origins)].sort();
  const generates = options.generates ?? known?.generates;
  return {
    kind: "api",
    ...(generates === "load-tests" ? { generates } : {}),
    framework: options.framework ?? known?.framework ?? "fastify",
    directory: insideWorkspace(directory),
    ...(output === undefined || outputFolder(output) === "src" ? {} : { output: outputFolder(output) }),
    ...(errorFormat === undefined ? {} : { errorFormat }),
    ...(responseValidation === undefined ? {} : { responseValidation }),
    ...(database === undefined ? {} : { database }),
    ...(withoutDatabase ? { withoutDatabase } : {}),
    ...(allowRemote.length === 0 ? {} : { allowRemote }),
    ...(known?.slo === undefined ? {} : { slo: known.slo }),
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
  const { framework, handlers, ...rest } = config;
  const written = config.generates === "load-tests" ? rest : config;
  const content = `${JSON.stringify(written, null, 2)}\n`;
  if (tree.exists(path) && tree.read(path, "utf8") === content) return [];
  if (!isDryRun) tree.write(path, content);
  return [`  stale ${path}`];
}

/** What is generated must not lie among specs, nor a spec among what is generated. */
function refuseSpecFolder(tree: Tree, directory: string): void {
  const holdsSpec = (folder: string) =>
    descriptionsIn(tree, folder).length > 0 || schemaFilesIn(tree, folder).length > 0;
  const folder = specFolders(tree)
    .filter(holdsSpec)
    .find((one) => `${one}/`.startsWith(`${directory}/`) || directory.startsWith(`${one}/`));
  if (folder === undefined) return;
  throw new Error(
    `The directory of a service cannot be ${directory}: the spec folder ${folder} is there. Use another.`,
  );
}

function refuseTwoDescriptions(tree: Tree, folder: string): void {
  const found = descriptionsIn(tree, folder);
  if (found.length < 2) return;
  throw new Error(`${folder} holds several descriptions, ${found.join(" and ")}: keep one of them.`);
}

function insideWorkspace(directory: string): string {
  const path = folderBelow(directory);
  if (path !== undefined) return path;
  throw new Error(`The directory of a service must be a folder inside the workspace, not ${directory}.`);
}

function outputFolder(output: string): string {
  const path = folderBelow(output);
  if (path !== undefined) return path;
  throw new Error(`The output must be a folder below the directory of the service, not ${output}.`);
}

/** `undefined`: it is no folder below another one. */
function folderBelow(text: string): string | undefined {
  const path = posix.normalize(text.replaceAll("\\", "/")).replace(/^\.\//, "").replace(/\/+$/, "");
  return path === "" || path === "." || path.startsWith("..") || posix.isAbsolute(path) ? undefined : path;
}
