import type { Client } from "pg";
import { type Diagnostic, diagnostic } from "../../compiler/diagnostics/diagnostic";
import { serverMajor } from "../../postgres/connection/server-major";
import { isConnectionLost } from "./connection-lost";
import { isRightMissing, missingRight } from "./missing-right";
import { parserMajor } from "./read-statements";
import { type SqlFile, type SqlStatement, spanAt } from "./sql-statement";

interface ServerError {
  readonly message: string;
  readonly code?: string;
  readonly position?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly internalQuery?: string;
}

/**
 * PostgreSQL's error as a problem at its place in the file: the error's own position, else the statement.
 *
 * @param client that ran it: its server may be of an older version than our parser
 */
export function statementFailure(
  error: unknown,
  statement: SqlStatement,
  file: SqlFile | undefined,
  client: Client,
): Diagnostic {
  const { message, code, position, detail, hint } = error as ServerError;
  const reason = [message, detail].filter(Boolean).join(" ");
  const span =
    file === undefined || position === undefined ? statement.span : placeOf(statement, file, Number(position));
  const { node } = statement;
  if (isConnectionLost(error)) return diagnostic("migration/connection-ended", statement.span, { reason });
  if ("CreateExtensionStmt" in node && isNoExtension(code)) {
    return diagnostic("migration/extension-not-available", span, { extension: node.CreateExtensionStmt.extname ?? "" });
  }
  return diagnostic("migration/statement-failed", span, {
    reason: code === undefined ? reason : `${reason} (SQLSTATE ${code})`,
    hint:
      hint ??
      newerSyntax(error as ServerError, client) ??
      missingRole(error as ServerError) ??
      missingTablespace(error as ServerError) ??
      missingMethod(message) ??
      (isRightMissing(error) ? missingRight(message) : usualHint),
  });
}

const usualHint = "Correct the statement. What ran before it in the same transaction was rolled back.";

/** Every statement has been through our parser; a server whose grammar refuses it has an older one. */
function newerSyntax({ code, internalQuery, position }: ServerError, client: Client): string | undefined {
  const major = serverMajor(client);
  const isOfGrammar = code === "42601" && position !== undefined && internalQuery === undefined;
  if (!isOfGrammar || major === undefined || major >= parserMajor) return undefined;
  return `The statement was read as PostgreSQL ${major}, where this is no syntax; that of PostgreSQL ${parserMajor} takes it. If your servers are newer than ${major}, say so as \`postgres\` in specline.json.`;
}

/** undefined_object, of a role. */
function missingRole({ code, message }: ServerError): string | undefined {
  const name = code === "42704" ? /^role "(.+)" does not exist$/.exec(message)?.[1] : undefined;
  if (name === undefined) return undefined;
  const create = `CREATE ROLE "${name.replaceAll('"', '""')}"`;
  return `Roles belong to the server. A schema that names one says so: write \`${create};\` above the statement. Plans do not create it, so create it on each server, too.`;
}

/** undefined_object, of a tablespace. */
function missingTablespace({ code, message }: ServerError): string | undefined {
  if (code !== "42704" || !/^tablespace ".+" does not exist$/.test(message)) return undefined;
  return "Tablespaces belong to the server, and a shadow that Specline starts has none. Name a scratch server that has it with `--shadow-url`, or leave TABLESPACE out of the schema and place the object by hand.";
}

/** Not every build of PostgreSQL has lz4. */
function missingMethod(message: string): string | undefined {
  const method = /^compression method (\w+) not supported$/.exec(message)?.[1];
  if (method === undefined) return undefined;
  return `This build of PostgreSQL has no ${method}. A shadow has what its own PostgreSQL has: set SPECLINE_POSTGRES to the folder of one of the same major version that has it, or name a scratch server that has it with \`--shadow-url\`. Every build has pglz.`;
}

/** feature_not_supported, or undefined_file for the control file. */
function isNoExtension(code: string | undefined): boolean {
  return code === "0A000" || code === "58P01";
}

/** `position` counts characters from 1 inside of the statement's text. */
function placeOf(statement: SqlStatement, file: SqlFile, position: number) {
  const lines = file.text.split("\n").slice(0, statement.span.line - 1);
  const start = lines.reduce((sum, line) => sum + line.length + 1, 0) + statement.span.column - 1;
  const inside = [...statement.text].slice(0, position - 1).join("").length;
  return spanAt(file, start + inside);
}
