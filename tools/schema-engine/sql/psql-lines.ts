/** What pg_dump and people write for psql's own sake: without it the file says the same (decision 0204). */
const harmless = ["restrict", "unrestrict", "connect", "c", "encoding", "echo", "qecho", "pset", "timing", "."];

/** The line for psql that begins at an offset of a text, if one does. */
export function psqlLineAt(
  text: string,
  offset: number,
): { readonly text: string; readonly isHarmless: boolean } | undefined {
  const isLineStart = offset === 0 || text[offset - 1] === "\n" || text.slice(0, offset).trim() === "";
  const line = isLineStart ? /^\\(\S*)[^\r\n]*/.exec(text.slice(offset)) : null;
  return line === null ? undefined : { text: line[0], isHarmless: harmless.includes(line[1] ?? "") };
}
