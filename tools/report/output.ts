import type { Diagnostic } from "../compiler/diagnostics/diagnostic";
import { formatDiagnostic, formatSpan } from "../compiler/diagnostics/format-diagnostic";
import { formatReport } from "./format-report";
import { formatProblem, type Problem } from "./problem";
import type { Report } from "./report";
import { reportJson } from "./report-json";
import { writeReport } from "./write-report";

export type OutputFormat = "text" | "json";

/** What an executor says. With `--format=json` exactly one JSON document is printed, and nothing else. */
export interface Output {
  /** Whether people read it, rather than a program. */
  readonly isText: boolean;
  /** A line of progress; the first one names the target of the command. */
  line(text: string): void;
  /** Where a person looks on: then `progress` is one line that is redrawn. */
  readonly isLive: boolean;
  /** How far the work is; on a terminal it takes the place of the last one. */
  progress(text: string): void;
  /** Bad input or a missing prerequisite: nothing was done, no report file is written. */
  refuse(problems: readonly (Problem | Diagnostic)[]): { success: false };
  /** Writes the report files and prints the report. */
  finish(report: Report): { success: boolean };
}

export interface OutputRequest {
  readonly workspaceRoot: string;
  readonly project: string;
  readonly target: string;
  readonly format: OutputFormat;
}

/** The only way in which executors print. `write` is there for tests. */
export function openOutput(
  request: OutputRequest,
  write: (text: string) => void = writeToStdout,
  isTerminal: boolean = process.stdout.isTTY === true,
): Output {
  const isText = request.format === "text";
  const isStyled = isTerminal && process.env.NO_COLOR === undefined;
  const isLive = isText && isTerminal;
  let isDrawn = false;
  const erase = () => {
    if (isDrawn) write("\r\u001b[2K");
    isDrawn = false;
  };
  const line = (text: string) => {
    if (!isText) return;
    erase();
    write(`${text}\n`);
  };
  return {
    isText,
    isLive,
    line,
    progress(text) {
      if (!isLive) return line(text);
      erase();
      // A line that is broken cannot be erased.
      write(text.slice(0, (process.stdout.columns ?? 80) - 1));
      isDrawn = true;
    },
    refuse(problems) {
      erase();
      write(isText ? `${problems.map(formatOne).join("\n")}\n` : reportJson(refusal(request, problems)));
      return { success: false };
    },
    finish(report) {
      erase();
      const written = writeReport(request.workspaceRoot, report);
      write(isText ? `\n${formatReport(report, { isStyled })}\n\nreport: ${written.html}\n` : reportJson(report));
      return { success: report.success };
    },
  };
}

function formatOne(one: Problem | Diagnostic): string {
  return "span" in one ? formatDiagnostic(one) : formatProblem(one);
}

function refusal(request: OutputRequest, problems: readonly (Problem | Diagnostic)[]): Report {
  return {
    schemaVersion: 1,
    project: request.project,
    target: request.target,
    verdict: "refused",
    success: false,
    reasons: problems.map((one) => one.message),
    data: {
      problems: problems.map((one) => ({
        code: one.code,
        message: one.message,
        hint: one.hint,
        ...("span" in one ? { at: formatSpan(one.span) } : {}),
      })),
    },
    sections: [],
  };
}

function writeToStdout(text: string): void {
  process.stdout.write(text);
}
