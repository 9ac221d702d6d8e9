import { diagnostic } from "../../compiler/diagnostics/diagnostic";
import { Refused } from "../../report/refused";
import { psqlLineAt } from "./psql-lines";
import { type SqlFile, type SqlStatement, spanAt } from "./sql-statement";

/** Version whose grammar the parser has. */
export const parserMajor = 18;

/**
 * Splits a file into statements with PostgreSQL's parser. A byte order mark and harmless lines of psql are read over, as by psql.
 * Throws `Refused` with the place of a syntax error or of another line of psql.
 */
export async function readStatements(file: SqlFile): Promise<readonly SqlStatement[]> {
  let rest: SqlFile = { ...file, text: file.text.replace(/^\uFEFF/, " ") };
  for (;;) {
    const result = await split(rest);
    if (!("reason" in result)) return result;
    const { offset, reason } = result;
    // Only where the parser stops: the same in a string or a comment is none.
    const line = psqlLineAt(rest.text, offset);
    if (line === undefined) throw new Refused([diagnostic("sql/syntax-error", spanAt(file, offset), { reason })]);
    if (!line.isHarmless) {
      throw new Refused([diagnostic("sql/psql-command", spanAt(file, offset), { command: line.text.trim() })]);
    }
    const blank = " ".repeat(line.text.length);
    rest = { ...rest, text: rest.text.slice(0, offset) + blank + rest.text.slice(offset + blank.length) };
  }
}

interface SyntaxError {
  /** In UTF-16 code units. */
  readonly offset: number;
  readonly reason: string;
}

async function split(file: SqlFile): Promise<readonly SqlStatement[] | SyntaxError> {
  const { parse, hasSqlDetails } = await import("libpg-query");
  if (file.text.trim() === "") return [];
  const bytes = Buffer.from(file.text, "utf8");
  try {
    const { stmts } = await parse(file.text);
    return (stmts ?? []).flatMap((raw) => {
      if (raw.stmt === undefined) return [];
      const start = raw.stmt_location ?? 0;
      const end = raw.stmt_len ? start + raw.stmt_len : bytes.length;
      const whole = bytes.subarray(start, end).toString("utf8");
      const skipped = lengthOfBlank(whole);
      const offset = bytes.subarray(0, start).toString("utf8").length + skipped;
      const text = withoutTrailingBlank(whole.slice(skipped));
      return [{ text, node: raw.stmt, span: spanAt(file, offset) }];
    });
  } catch (error) {
    if (!(error instanceof Error) || !hasSqlDetails(error)) throw error;
    // The position counts characters from 0; a JavaScript string counts UTF-16 code units.
    const position = error.sqlDetails?.cursorPosition ?? 0;
    const offset = [...file.text].slice(0, position).join("").length;
    return { offset, reason: error.message };
  }
}

/** White space and comments before the first word. Block comments nest (PostgreSQL manual, 4.1.5). */
function lengthOfBlank(text: string): number {
  let at = 0;
  for (;;) {
    const rest = text.slice(at);
    const space = /^[\s;]+/.exec(rest) ?? /^--[^\n]*/.exec(rest);
    if (space !== null) at += space[0].length;
    else if (rest.startsWith("/*")) at += lengthOfBlockComment(rest);
    else return at;
  }
}

function lengthOfBlockComment(text: string): number {
  let depth = 0;
  for (const mark of text.matchAll(/\/\*|\*\//g)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.index + 2;
  }
  return text.length;
}

/** Only white space: what looks like a comment at the end may be inside a string. */
function withoutTrailingBlank(text: string): string {
  return text.trimEnd();
}
