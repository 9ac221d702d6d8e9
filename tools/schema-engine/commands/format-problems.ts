import type { Diagnostic } from "../../compiler/diagnostics/diagnostic";
import { formatDiagnostic } from "../../compiler/diagnostics/format-diagnostic";
import { formatProblem, type Problem } from "../../report/problem";

export function formatProblems(problems: readonly (Problem | Diagnostic)[]): string {
  return problems.map((one) => ("span" in one ? formatDiagnostic(one) : formatProblem(one))).join("\n");
}
