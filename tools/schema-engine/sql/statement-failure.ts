import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic";
import { type SqlFile, type SqlStatement, spanAt } from "./sql-statement";

interface ServerError {
  readonly message: string;
  readonly code?: string;
  readonly position?: string;
  readonly detail?: string;
  readonly hint?: string;
}

/** PostgreSQL's error as a problem at its place in the file: the error's own position, else the statement. */
export function statementFailure(error: unknown, statement: SqlStatement, file?: SqlFile): Diagnostic {
  const { message, code, position, detail, hint } = error as ServerError;
  const reason = [message, detail].filter(Boolean).join(" ");
  const span =
    file === undefined || position === undefined ? statement.span : placeOf(statement, file, Number(position));
  return diagnostic("migration/statement-failed", span, {
    reason: code === undefined ? reason : `${reason} (SQLSTATE ${code})`,
    hint: hint ?? "Correct the statement. What ran before it in the same transaction was rolled back.",
  });
}

/** `position` counts characters from 1 inside of the statement's text. */
function placeOf(statement: SqlStatement, file: SqlFile, position: number) {
  const lines = file.text.split("\n").slice(0, statement.span.line - 1);
  const start = lines.reduce((sum, line) => sum + line.length + 1, 0) + statement.span.column - 1;
  const inside = [...statement.text].slice(0, position - 1).join("").length;
  return spanAt(file, start + inside);
}
