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
  /** A line of progress; the first one names the target of the command. */
  line(text: string): void;
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
export function openOutput(request: OutputRequest, write: (text: string) => void = writeToStdout): Output {
  const isText = request.format === "text";
  const isStyled = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  return {
    line(text) {
      if (isText) write(`${text}\n`);
    },
    refuse(problems) {
      write(isText ? `${problems.map(formatOne).join("\n")}\n` : reportJson(refusal(request, problems)));
      return { success: false };
    },
    finish(report) {
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
