const token =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|[\p{L}_][\p{L}\p{N}_$]*|\d+(?:\.\d+)?(?:e[+-]?\d+)?|::|<=|>=|<>|!=|~\*|!~|\S/giu;

/** Tokens of an SQL expression, without casts, whose types say nothing about the values that pass. */
export function checkTokens(expression: string): readonly string[] {
  return withoutCasts(expression.match(token) ?? []);
}

/** The tokens without parentheses around them all. */
export function stripped(tokens: readonly string[]): readonly string[] {
  let inner = tokens;
  while (inner[0] === "(" && closing(inner, 0) === inner.length - 1) inner = inner.slice(1, -1);
  return inner;
}

/** The parts between the separators that stand outside of parentheses. */
export function split(tokens: readonly string[], isSeparator: (text: string, at: number) => boolean) {
  const parts: string[][] = [[]];
  let depth = 0;
  tokens.forEach((text, at) => {
    if (text === "(" || text === "[") depth++;
    if (text === ")" || text === "]") depth--;
    if (depth === 0 && isSeparator(text, at)) parts.push([]);
    else parts.at(-1)?.push(text);
  });
  return parts as readonly (readonly string[])[];
}

/** Index of the parenthesis that closes the one at `open`. */
export function closing(tokens: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at] === "(" || tokens[at] === "[") depth++;
    if (tokens[at] === ")" || tokens[at] === "]") depth--;
    if (depth === 0) return at;
  }
  return tokens.length;
}

/** `'a'::character varying(3)[]` → `'a'`. */
function withoutCasts(tokens: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at] !== "::") {
      result.push(tokens[at] as string);
      continue;
    }
    // A name, with a schema, of one word or of several such as `timestamp(3) with time zone`.
    at++;
    while (tokens[at + 1] === ".") at += 2;
    while (/^(varying|precision|with|without|time|zone)$/i.test(tokens[at + 1] ?? "")) at++;
    if (tokens[at + 1] === "(") at = closing(tokens, at + 1);
    while (/^(with|without|time|zone)$/i.test(tokens[at + 1] ?? "")) at++;
    while (tokens[at + 1] === "[") at = closing(tokens, at + 1);
  }
  return result;
}
