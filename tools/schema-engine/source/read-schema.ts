import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatDiagnostic } from "../../compiler/diagnostics/format-diagnostic";
import { noSchemaOf, noSchemaWarning, withoutCopyRows } from "../../compiler/diagnostics/no-schema";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { readSqlText } from "../sql/read-sql-text";
import { readStatements } from "../sql/read-statements";
import type { SqlFile } from "../sql/sql-statement";

/** The desired schema of a project: `schema.sql`, or the files of `schema/` in the order of their names. Throws `Refused`. */
export function readSchema(workspaceRoot: string, projectRoot: string): readonly SqlFile[] {
  const single = `${projectRoot}/schema.sql`;
  const folder = `${projectRoot}/schema`;
  const hasFolder = existsSync(join(workspaceRoot, folder));
  if (existsSync(join(workspaceRoot, single)) && hasFolder) {
    // One of them would be passed by without a word.
    if (readSqlFiles(workspaceRoot, folder).length > 0)
      throw new Refused([problem("migration/two-schemas", { single, folder })]);
  }
  if (!existsSync(join(workspaceRoot, single)) && hasFolder) return readSqlFiles(workspaceRoot, folder);
  if (!existsSync(join(workspaceRoot, single))) throw new Refused([problem("migration/no-schema", { path: single })]);
  return readSqlFiles(workspaceRoot, single);
}

/** One SQL file, or all of a folder, without the rows of `COPY … FROM stdin`. `path` is absolute, or relative to the workspace. Throws `Refused`. */
export function readSqlFiles(workspaceRoot: string, path: string): readonly SqlFile[] {
  const absolute = resolve(workspaceRoot, path);
  if (!existsSync(absolute)) {
    const hint = "A path is relative to the root of the workspace, or absolute.";
    throw new Refused([problem("migration/file-not-found", { path, hint })]);
  }
  if (!statSync(absolute).isDirectory()) return [{ path, text: textOf(absolute, path) }];
  return readdirSync(absolute)
    .filter((name) => /\.sql$/i.test(name))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => ({ path: `${path}/${name}`, text: textOf(join(absolute, name), `${path}/${name}`) }));
}

function textOf(absolute: string, path: string): string {
  return withoutCopyRows(readSqlText(absolute, path));
}

/** What files of a schema hold that is none, in the order of the text. Throws `Refused` with the place of a syntax error. */
export async function noSchemaWarnings(files: readonly SqlFile[]): Promise<readonly string[]> {
  const statements = (await Promise.all(files.map(readStatements))).flat();
  return statements.flatMap(({ node, span }) => {
    const found = noSchemaOf(node);
    return found === undefined ? [] : [formatDiagnostic(noSchemaWarning(found, span)).replace(/\n\s+hint: /, " ")];
  });
}
