import type { ParseResult, ScanToken, SqlError } from "libpg-query";
import { withoutCopyRows } from "../diagnostics/no-schema";
import { SqlSource } from "./sql-source";

/** Why a text is no SQL, at an index of the text. */
export interface SqlProblem {
  readonly index: number;
  readonly reason: string;
}

export interface ParsedSql {
  /** Without the statements that have problems; missing when not even their ends can be told. */
  readonly source?: SqlSource;
  readonly problems: readonly SqlProblem[];
  /** Commands of psql that would change what the file declares, such as `\\i`; they are not run. */
  readonly commands: readonly { readonly index: number; readonly text: string }[];
}

type Parser = typeof import("libpg-query");

/** More statements with problems than this are not looked for: the file is another dialect of SQL. */
const problemLimit = 20;

/** Parses with PostgreSQL's own parser, which is loaded on first use (1 MB of WebAssembly). */
export async function parseSql(file: string, marked: string): Promise<ParsedSql> {
  // psql reads over a byte order mark; a space in its stead keeps all places.
  const text = marked.replace(/^\uFEFF/, " ");
  const parser = await import("libpg-query");
  await parser.loadModule();
  const first = parse(parser, text);
  if (!("reason" in first)) return { source: sourceOf(parser, file, text, first), problems: [], commands: [] };
  const problems: SqlProblem[] = [];
  const commands = psqlCommands(text);
  let rest = withoutPsqlLines(text);
  while (problems.length < problemLimit) {
    const result = parse(parser, rest);
    if (!("reason" in result)) return { source: sourceOf(parser, file, rest, result), problems, commands };
    problems.push(result);
    const shorter = withoutStatementAt(parser, rest, result.index);
    if (shorter === undefined || shorter === rest) break;
    rest = shorter;
  }
  return { problems, commands };
}

function sourceOf(parser: Parser, file: string, text: string, result: ParseResult): SqlSource {
  return new SqlSource(file, text, result.stmts ?? [], text.trim() === "" ? [] : scan(parser, text));
}

/** The scanner answers in JSON and does not escape control characters; spaces in their stead keep all places. */
function scan(parser: Parser, text: string): readonly ScanToken[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what the scanner does not escape.
  return parser.scanSync(text.replace(/[\x01-\x08\x0b\x0c\x0e-\x1f]/g, " ")).tokens;
}

function parse(parser: Parser, text: string): ParseResult | SqlProblem {
  if (text.trim() === "") return { stmts: [] };
  try {
    return parser.parseSync(text);
  } catch (error) {
    if (!parser.hasSqlDetails(error)) throw error;
    return problemOf(error, text);
  }
}

/**
 * pg_dump writes lines for psql (`\\restrict`, `\\connect`) and rows after `COPY … FROM stdin;`. They declare nothing;
 * spaces in their stead keep all places.
 */
function withoutPsqlLines(text: string): string {
  return withoutCopyRows(text).replace(quotedOrPsqlLine, (found) => (found.startsWith("\\") ? blank(found) : found));
}

/** What a line for psql cannot begin in (PostgreSQL manual, 4.1): strings, names in quotes, comments; else such a line. */
const quotedOrPsqlLine =
  /\be'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)[\s\S]*?\1|--.*|\/\*[\s\S]*?\*\/|^\\.*$/gim;

const harmlessCommands = ["restrict", "unrestrict", "connect", "c", "encoding", "echo", "qecho", "pset", "timing", "."];

function psqlCommands(text: string): ParsedSql["commands"] {
  return [...text.matchAll(quotedOrPsqlLine)]
    .filter(([found]) => found.startsWith("\\") && !harmlessCommands.includes(/^\\(\S*)/.exec(found)?.[1] ?? ""))
    .map((found) => ({ index: found.index, text: found[0].trim() }));
}

/** The text with spaces in place of the statement around an index; `undefined` when the tokens cannot be told either. */
function withoutStatementAt(parser: Parser, text: string, index: number): string | undefined {
  let tokens: readonly ScanToken[];
  try {
    tokens = scan(parser, text);
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
  const ends = new SqlSource("", text, [], tokens).tokens.filter((one) => one.text === ";").map((one) => one.start);
  const from = (ends.findLast((end) => end < index) ?? -1) + 1;
  const to = ends.find((end) => end >= index) ?? text.length;
  return text.slice(0, from) + blank(text.slice(from, to)) + text.slice(to);
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
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
