import type { BenchOptions } from "./bench";

/** `[rounds] [part of a title] [--rows=count]`; `undefined`: it is something else. */
export function readOptions(words: readonly string[]): BenchOptions | undefined {
  const rows = words.filter((one) => one.startsWith("--rows="));
  const [rounds, part = "", ...more] = words.filter((one) => !rows.includes(one));
  const options = { rounds: countOf(rounds), part, rows: countOf(rows[0]?.slice("--rows=".length)) };
  const isWrong = more.length > 0 || rows.length > 1 || part.startsWith("--");
  return isWrong || Number.isNaN(options.rounds) || Number.isNaN(options.rows) ? undefined : options;
}

function countOf(word: string | undefined): number | undefined {
  if (word === undefined) return undefined;
  return /^[1-9]\d*$/.test(word) ? Number(word) : Number.NaN;
}
