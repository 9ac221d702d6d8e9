import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import type { SqlFile } from "../sql/sql-statement";

/** The desired schema of a project: `schema.sql`, or the files of `schema/` in the order of their names. Throws `Refused`. */
export function readSchema(workspaceRoot: string, projectRoot: string): readonly SqlFile[] {
  const single = `${projectRoot}/schema.sql`;
  const folder = `${projectRoot}/schema`;
  if (!existsSync(join(workspaceRoot, single)) && existsSync(join(workspaceRoot, folder))) {
    return readSqlFiles(workspaceRoot, folder);
  }
  if (!existsSync(join(workspaceRoot, single))) throw new Refused([problem("migration/no-schema", { path: single })]);
  return readSqlFiles(workspaceRoot, single);
}

/** One SQL file, or all of a folder. `path` is absolute, or relative to the workspace. Throws `Refused`. */
export function readSqlFiles(workspaceRoot: string, path: string): readonly SqlFile[] {
  const absolute = resolve(workspaceRoot, path);
  if (!existsSync(absolute)) {
    const hint = "A path is relative to the root of the workspace, or absolute.";
    throw new Refused([problem("migration/file-not-found", { path, hint })]);
  }
  if (!statSync(absolute).isDirectory()) return [{ path, text: readFileSync(absolute, "utf8") }];
  return readdirSync(absolute)
    .filter((name) => name.endsWith(".sql"))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({ path: `${path}/${name}`, text: readFileSync(join(absolute, name), "utf8") }));
}
