import type { ParseResult, ScanToken } from "libpg-query";
import type { SourceSpan } from "../diagnostics/source-span";

/** A token with offsets in UTF-16 units. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly kind: "word" | "quoted" | "reserved" | "other";
}

/** One parsed SQL file. The parser counts in bytes of UTF-8; everything here counts in UTF-16 units. */
export class SqlSource {
  readonly tokens: readonly Token[];
  readonly #starts: number[] = [0];
  readonly #toIndex: (byte: number) => number;

  constructor(
    readonly file: string,
    readonly text: string,
    readonly statements: NonNullable<ParseResult["stmts"]>,
    tokens: readonly ScanToken[],
  ) {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
    this.#toIndex = byteIndex(text);
    this.tokens = tokens.filter((one) => !one.tokenName.includes("COMMENT")).map((one) => this.token(one));
  }

  /** Place of a byte offset. */
  span(byte: number | undefined): SourceSpan {
    return this.spanOfIndex(this.#toIndex(byte ?? 0));
  }

  spanOfIndex(index: number): SourceSpan {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= index) low = middle;
      else high = middle - 1;
    }
    return { file: this.file, line: low + 1, column: index - (this.#starts[low] as number) + 1 };
  }

  /** Index of the first token at or after a byte offset. */
  tokenAt(byte: number | undefined): number {
    const index = this.#toIndex(byte ?? 0);
    let low = 0;
    let high = this.tokens.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.tokens[middle] as Token).start < index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private token(one: ScanToken): Token {
    const start = this.#toIndex(one.start);
    const end = this.#toIndex(one.end);
    const text = this.text.slice(start, end);
    if (one.keywordName === "RESERVED_KEYWORD" || text.toUpperCase() === "BETWEEN") {
      return { text, start, end, kind: "reserved" };
    }
    if (text.startsWith('"')) return { text, start, end, kind: "quoted" };
    const isWord = one.tokenName === "IDENT" || one.keywordName !== "NO_KEYWORD";
    return { text, start, end, kind: isWord ? "word" : "other" };
  }
}

/** Turns byte offsets of the text's UTF-8 form into indexes of the text. */
function byteIndex(text: string): (byte: number) => number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the question is exactly whether all is ASCII.
  if (/^[\x00-\x7f]*$/.test(text)) return (byte) => byte;
  const indexes: number[] = [];
  let index = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < size; byte++) indexes.push(index);
    index += character.length;
  }
  return (byte) => indexes[byte] ?? text.length;
}
