import type { Diagnostic } from "../diagnostics/diagnostic";
import { byCodeUnit } from "../model/by-code-unit";
import type { Database } from "../model/database";
import { parseSql } from "./parse-sql";
import { readStatement } from "./read-statement";
import { SchemaDraft, tableKey } from "./schema-draft";
import type { SqlSource } from "./sql-source";
import { finishTable } from "./table-draft";

export interface SqlResult {
  readonly database: Database;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads SQL files in the given order into one database. */
export async function readSql(
  paths: readonly string[],
  readText: (path: string) => string | undefined,
): Promise<SqlResult> {
  const draft = new SchemaDraft();
  for (const path of paths) await readFile(draft, path, readText(path));
  reportUnknownTargets(draft);
  const isWhole = !draft.diagnostics.some(
    (one) => one.code !== "sql/unknown-table" && one.code !== "sql/duplicate-table",
  );
  const inOrder = <Value extends { readonly schema: string; readonly name: string }>(values: Iterable<Value>) =>
    [...values].sort((a, b) => byCodeUnit(a.schema, b.schema) || byCodeUnit(a.name, b.name));
  return {
    database: {
      tables: inOrder(draft.tables.values()).map(finishTable),
      enums: inOrder(draft.enums.values()),
      domains: inOrder(draft.domains.values()),
      functions: inOrder(draft.functions),
    },
    // A table that a broken statement would have created is no problem of its own.
    diagnostics: isWhole ? draft.diagnostics : draft.diagnostics.filter((one) => one.code !== "sql/unknown-table"),
  };
}

async function readFile(draft: SchemaDraft, path: string, text: string | undefined): Promise<void> {
  if (text === undefined) {
    draft.report("sql/missing-file", { file: path, line: 1, column: 1 }, { path });
    return;
  }
  const { source: parsed, problems, commands } = await parseSql(path, text);
  for (const { index, reason } of problems) draft.report("sql/syntax-error", spanIn(path, text, index), { reason });
  for (const { index, text: command } of commands)
    draft.report("sql/psql-command", spanIn(path, text, index), { command });
  if (parsed === undefined) return;
  draft.defaultSchema = "public";
  for (const { stmt, stmt_location: start = 0, stmt_len: length } of parsed.statements) {
    if (stmt === undefined) continue;
    const end = length === undefined || length === 0 ? parsed.tokens.length : parsed.tokenAt(start + length);
    readStatement(draft, parsed, stmt, [parsed.tokenAt(start), endOfStatement(parsed, end)]);
  }
}

function endOfStatement(source: SqlSource, end: number): number {
  return source.tokens[end - 1]?.text === ";" ? end - 1 : end;
}

function spanIn(file: string, text: string, index: number) {
  const before = text.slice(0, index);
  return { file, line: before.split("\n").length, column: index - before.lastIndexOf("\n") };
}

function reportUnknownTargets(draft: SchemaDraft): void {
  for (const table of draft.tables.values()) {
    for (const key of table.foreignKeys) {
      if (!draft.tables.has(tableKey(key.schema, key.table))) {
        draft.report("sql/unknown-table", key.span, { table: key.table });
      }
    }
  }
}
