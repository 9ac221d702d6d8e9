import { createRequire } from "node:module";
import { join } from "node:path";
import { run } from "../process/run";

export interface TypeProblem {
  /** Relative to the workspace root; empty for a problem of the configuration. */
  readonly file: string;
  /** From 1; 0 for a problem of the configuration. */
  readonly line: number;
  readonly column: number;
  /** `TS2322` */
  readonly code: string;
  readonly message: string;
}

export interface TypeCheck {
  readonly problems: readonly TypeProblem[];
  /** What the compiler printed. */
  readonly text: string;
  /** Of the compiler that was used. */
  readonly version: string;
}

/** Runs the application's own TypeScript, else the one that came with Specline, without writing a file. */
export async function checkTypes(workspaceRoot: string, tsconfig: string): Promise<TypeCheck> {
  const { program, version } = findTypescript(join(workspaceRoot, tsconfig));
  const { exitCode, stdout, stderr, summary } = await run({
    program: process.execPath,
    arguments: [program, "--noEmit", "--pretty", "false", "--project", tsconfig],
    directory: workspaceRoot,
  });
  const problems = readProblems(stdout);
  // The exit code alone says neither good nor bad: a crash prints no problem.
  if (exitCode !== 0 && problems.length === 0) throw new Error(`${summary}\n${stdout}${stderr}`);
  return { problems, text: stdout.trimEnd(), version };
}

function findTypescript(from: string): { readonly program: string; readonly version: string } {
  for (const require of [createRequire(from), createRequire(__filename)]) {
    try {
      const { version } = require("typescript/package.json") as { version: string };
      return { program: require.resolve("typescript/bin/tsc"), version };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  throw new Error("typescript is a dependency of specline and is not installed");
}

/** Lines of `tsc --pretty false`: `a.ts(1,2): error TS2322: Message`; further lines of a message are indented. */
export function readProblems(output: string): readonly TypeProblem[] {
  const problem =
    /^(?:(?<file>.+?)\((?<line>\d+),(?<column>\d+)\): )?error (?<code>TS\d+): (?<message>.*(?:\n\s+.*)*)/gm;
  return [...output.matchAll(problem)].map(({ groups = {} }) => ({
    file: groups.file ?? "",
    line: Number(groups.line ?? 0),
    column: Number(groups.column ?? 0),
    code: groups.code ?? "",
    message: (groups.message ?? "").trimEnd(),
  }));
}
