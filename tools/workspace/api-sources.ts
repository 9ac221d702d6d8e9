import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

/** The files of an API's project and its database's, as the compiler takes them. */
export interface ApiSources {
  /** `undefined`: the folder holds no description. */
  readonly openapiPath?: string;
  readonly sqlPaths: readonly string[];
  readonly readText: (path: string) => string | undefined;
}

const descriptions = ["openapi.yaml", "openapi.yml", "openapi.json"];

/** Roots are relative to the workspace. Texts are read when the compiler asks for them, those beside the description too. */
export function apiSources(workspaceRoot: string, projectRoot: string, databaseRoot: string | undefined): ApiSources {
  const description = descriptions.find((name) => existsSync(join(workspaceRoot, projectRoot, name)));
  return {
    ...(description !== undefined && { openapiPath: posix.join(projectRoot, description) }),
    sqlPaths: databaseRoot === undefined ? [] : schemaFiles(workspaceRoot, databaseRoot),
    readText: (path) => readIfFile(join(workspaceRoot, path)),
  };
}

/** `schema.sql`, or the files of a folder `schema` in order of name. Relative to the workspace. */
function schemaFiles(workspaceRoot: string, databaseRoot: string): readonly string[] {
  if (existsSync(join(workspaceRoot, databaseRoot, "schema.sql"))) return [posix.join(databaseRoot, "schema.sql")];
  const folder = posix.join(databaseRoot, "schema");
  if (!existsSync(join(workspaceRoot, folder))) return [];
  const names = readdirSync(join(workspaceRoot, folder)).filter((name) => name.endsWith(".sql"));
  return names.sort().map((name) => posix.join(folder, name));
}

function readIfFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "EISDIR" || code === "ENOTDIR") return undefined;
    throw error;
  }
}
