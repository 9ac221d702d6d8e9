import { createHash } from "node:crypto";

export interface SummedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * The content of atlas.sum: the chain of ariga.io/atlas v1.3.0, sql/migrate/dir.go, NewHashFile: each line is the digest of all
 * names and contents up to and with that file, the first line the digest of the lines. Files in the order of their names.
 */
export function sumFile(files: readonly SummedFile[]): string {
  const chain = createHash("sha256");
  const lines: string[] = [];
  const total = createHash("sha256");
  for (const file of files) {
    chain.update(file.name);
    if (isIgnored(file.text)) continue;
    chain.update(file.text);
    const digest = chain.copy().digest("base64");
    lines.push(`${file.name} h1:${digest}\n`);
    total.update(file.name).update(digest);
  }
  return `h1:${total.digest("base64")}\n${lines.join("")}`;
}

/** `-- atlas:sum ignore` in the first line takes a file out of the chain. */
function isIgnored(text: string): boolean {
  return /^--\s*atlas:sum[ \t]+ignore\s*$/m.test(text.split("\n", 1)[0] ?? "");
}

/** What a sum file says against the files: the first file that was added, edited or removed. `undefined`: they agree. */
export function sumMismatch(recorded: string, files: readonly SummedFile[]): string | undefined {
  if (recorded.replaceAll("\r\n", "\n").trim() === sumFile(files).trim()) return undefined;
  const read = (text: string) =>
    text
      .split("\n")
      .slice(1)
      .map((line) => line.trim())
      .filter((line) => line !== "");
  const was = read(recorded);
  const is = read(sumFile(files));
  for (const [index, line] of is.entries()) {
    if (was[index] === line) continue;
    const name = line.split(" h1:")[0] ?? line;
    const isKnown = was.some((one) => one.startsWith(`${name} `));
    const lost = was[index]?.split(" h1:")[0];
    if (isKnown && lost !== undefined && lost !== name && !is.some((one) => one.startsWith(`${lost} `)))
      return `${lost} was removed`;
    return isKnown ? `${name} was edited` : `${name} was added`;
  }
  const removed = was[is.length]?.split(" h1:")[0];
  return removed === undefined ? "its first line is not the sum of the others" : `${removed} was removed`;
}

/** The line of a first mark of a merge that was not resolved (git's manual, git-merge, HOW CONFLICTS ARE PRESENTED), from 1. */
export function conflictLine(recorded: string): number | undefined {
  const index = recorded.split("\n").findIndex((line) => /^(<{7}|\|{7}|={7}|>{7})( |\r?$)/.test(line));
  return index === -1 ? undefined : index + 1;
}
