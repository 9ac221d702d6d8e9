import { readFileSync } from "node:fs";
import { diagnostic } from "../../compiler/diagnostics/diagnostic";
import type { SourceSpan } from "../../compiler/diagnostics/source-span";
import { Refused } from "../../report/refused";

/**
 * The text of a file, as PostgreSQL would take it from a client whose encoding is UTF-8. Throws `Refused` with the place of the first byte that is none, which would be
 * replaced without a word, or that is NUL, at which the parser stops reading.
 *
 * @param shownPath for messages
 */
export function readSqlText(path: string, shownPath: string): string {
  const bytes = readFileSync(path);
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const nul = text.indexOf("\0");
  const wrong = firstWrong(bytes, text);
  const offset = [nul, wrong].filter((one) => one >= 0).sort((a, b) => a - b)[0];
  if (offset === undefined) return text;
  const reason = offset === nul ? "a NUL byte" : "a byte that is no UTF-8";
  throw new Refused([diagnostic("sql/not-text", placeIn(shownPath, text, offset), { reason })]);
}

/** Where a byte was replaced; a replacement character may also stand in the file. */
function firstWrong(bytes: Buffer, text: string): number {
  if (!text.includes("\uFFFD") || Buffer.from(text, "utf8").equals(bytes)) return -1;
  let at = text.indexOf("\uFFFD");
  while (Buffer.from(text.slice(0, at + 1), "utf8").equals(bytes.subarray(0, Buffer.byteLength(text.slice(0, at + 1)))))
    at = text.indexOf("\uFFFD", at + 1);
  return at;
}

function placeIn(file: string, text: string, offset: number): SourceSpan {
  const before = text.slice(0, offset);
  return { file, line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
