import type { SqlSource, Token } from "./sql-source";

/**
 * SQL text of tokens `from` up to `to` in one form, whatever its line breaks, comments and letter case: reserved words
 * in capitals, other unquoted words in small letters, one space where one is needed.
 */
export function canonicalText(source: SqlSource, from: number, to: number): string {
  let result = "";
  let before: Token | undefined;
  for (const token of source.tokens.slice(from, to)) {
    result += (before !== undefined && needsSpace(before, token) ? " " : "") + canonical(token);
    before = token;
  }
  return result;
}

/** Index after the parenthesis that closes the one at `open`. */
export function afterParenthesis(source: SqlSource, open: number): number {
  let depth = 0;
  for (let at = open; at < source.tokens.length; at++) {
    const { text } = source.tokens[at] as Token;
    if (text === "(" || text === "[") depth++;
    if (text === ")" || text === "]") depth--;
    if (depth === 0) return at + 1;
  }
  return source.tokens.length;
}

/** Index of the first token from `from` on that satisfies `test` outside of parentheses, else the end of the statement. */
export function findOutside(source: SqlSource, from: number, test: (token: Token, at: number) => boolean): number {
  for (let at = from; at < source.tokens.length; ) {
    const token = source.tokens[at] as Token;
    if (token.text === ";" || token.text === ")" || test(token, at)) return at;
    at = token.text === "(" || token.text === "[" ? afterParenthesis(source, at) : at + 1;
  }
  return source.tokens.length;
}

function canonical(token: Token): string {
  if (token.kind === "reserved") return token.text.toUpperCase();
  return token.kind === "word" ? token.text.toLowerCase() : token.text;
}

function needsSpace(before: Token, token: Token): boolean {
  const tight = [".", "::", "[", "]"];
  if (tight.includes(token.text) || [")", ",", ";"].includes(token.text)) return false;
  if ([".", "::", "(", "["].includes(before.text)) return false;
  return !(token.text === "(" && (before.kind === "word" || before.kind === "quoted"));
}
