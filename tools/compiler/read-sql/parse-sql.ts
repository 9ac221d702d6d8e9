import type { ParseResult, SqlError } from "libpg-query";
import { SqlSource } from "./sql-source";

/** Why a text is no SQL, at an index of the text. */
export interface SqlProblem {
  readonly index: number;
  readonly reason: string;
}

/** Parses with PostgreSQL's own parser, which is loaded on first use (1 MB of WebAssembly). */
export async function parseSql(file: string, text: string): Promise<SqlSource | SqlProblem> {
  const parser = await import("libpg-query");
  await parser.loadModule();
  const parse = (sql: string): ParseResult | SqlProblem => {
    try {
      return parser.parseSync(sql);
    } catch (error) {
      if (!parser.hasSqlDetails(error)) throw error;
      return problemOf(error, sql);
    }
  };
  const first = text.trim() === "" ? { stmts: [] } : parse(text);
  if (!("reason" in first)) return new SqlSource(file, text, first.stmts ?? [], scan(text));
  const plain = withoutPsqlLines(text);
  const second = plain === text ? first : parse(plain);
  if ("reason" in second) return second;
  return new SqlSource(file, plain, second.stmts ?? [], scan(plain));

  function scan(sql: string) {
    return sql.trim() === "" ? [] : parser.scanSync(sql).tokens;
  }
}

/**
 * pg_dump writes lines for psql (`\restrict`, `\connect`) and rows after `COPY … FROM stdin;`. They declare nothing;
 * spaces in their stead keep all places.
 */
function withoutPsqlLines(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  return text
    .replace(/^(COPY\b[^;]*\bFROM\s+stdin\b[^;]*;)((?:\r?\n(?!\\\.).*)*\r?\n\\\.)/gim, blank)
    .replace(/^\\.*$/gm, blank);
}

function problemOf(error: SqlError, text: string): SqlProblem {
  // cursorPosition counts characters (code points) from 0; negative: the parser names no place.
  const characters = Math.max(0, error.sqlDetails?.cursorPosition ?? 0);
  let index = 0;
  let count = 0;
  for (const character of text) {
    if (count++ >= characters) break;
    index += character.length;
  }
  return { index, reason: error.sqlDetails?.message ?? error.message };
}
