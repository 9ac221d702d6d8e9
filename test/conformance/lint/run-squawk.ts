import { createRequire } from "node:module";
import { basename } from "node:path";
import { run } from "../../../tools/process/run";

export interface SquawkFinding {
  /** Name of the file, without its folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly rule: string;
  readonly message: string;
}

interface Reported {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly rule_name: string;
  readonly message: string;
}

/** Rules that are off unless they are asked for. */
const optIn = ["require-table-schema", "require-enum-value-ordering"];

/** All findings of squawk in these files, the rules that are off by default included. */
export async function runSquawk(directory: string, files: readonly string[]): Promise<readonly SquawkFinding[]> {
  const outcome = await run({
    program: process.execPath,
    arguments: [
      createRequire(__filename).resolve("squawk-cli/js/bin/squawk"),
      ...["--reporter", "Json", "--pg-version", "18"],
      ...optIn.map((rule) => `--include=${rule}`),
      ...files,
    ],
    directory,
  });
  // 1: it found something. Anything else has not been a run.
  if (outcome.exitCode !== 0 && outcome.exitCode !== 1) throw new Error(`${outcome.summary}\n${outcome.stderr}`);
  const reported = JSON.parse(outcome.stdout) as readonly Reported[];
  return reported.map(({ file, line, column, rule_name, message }) => {
    return { file: basename(file), line: line + 1, column: column + 1, rule: rule_name, message };
  });
}
