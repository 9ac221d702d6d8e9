import type { Tree } from "@nx/devkit";
import { compile } from "../../compiler/compile";
import { type Diagnostic, hasErrors } from "../../compiler/diagnostics/diagnostic";
import { type DescribeOptions, describeTables } from "../../compiler/emit/openapi/describe-tables";
import { withDescriptionHeader } from "../../compiler/emit/openapi/description-header";
import { idlePatterns, selectTables } from "../../compiler/emit/openapi/select-tables";
import { formatProblem, problem } from "../../report/problem";

export interface DescriptionRequest extends DescribeOptions {
  /** Workspace-relative paths, in the order of loading. */
  readonly sqlPaths: readonly string[];
  readonly patterns: readonly string[];
  /** The command that makes the same description again. */
  readonly command: string;
}

/**
 * Reads SQL through the tree and prints the description of its tables. `undefined`: the SQL has errors.
 *
 * @throws Error when a pattern names nothing
 */
export async function planDescription(
  tree: Tree,
  request: DescriptionRequest,
): Promise<{ readonly text?: string; readonly diagnostics: readonly Diagnostic[] }> {
  const { database, diagnostics } = await compile({
    sqlPaths: request.sqlPaths,
    readText: (path) => tree.read(path, "utf8") ?? undefined,
  });
  if (database === undefined || hasErrors(diagnostics)) return { diagnostics };
  const [idle] = idlePatterns(database.tables, request.patterns);
  const tables = selectTables(database.tables, request.patterns);
  if (idle !== undefined || tables.length === 0) {
    const names = database.tables.map(({ schema, name }) => (schema === "public" ? name : `${schema}.${name}`));
    const shown = [...names.slice(0, 20), ...(names.length > 20 ? [`${names.length - 20} more`] : [])].join(", ");
    const pattern = idle ?? request.patterns.join(",");
    throw new Error(formatProblem(problem("tables/none-chosen", { pattern, names: shown || "none" })));
  }
  const description = describeTables(database, tables, request);
  return {
    text: withDescriptionHeader(description.text, request.command),
    diagnostics: [...diagnostics, ...description.diagnostics],
  };
}
