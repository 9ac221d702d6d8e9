import type { Diagnostic } from "./diagnostic";
import type { SourceSpan } from "./source-span";

export function formatSpan(span: SourceSpan): string {
  return `${span.file}:${span.line}:${span.column}`;
}

/** Two lines: `file:line:column: severity: message [code]` and an indented hint. */
export function formatDiagnostic(one: Diagnostic): string {
  return `${formatSpan(one.span)}: ${one.severity}: ${one.message} [${one.code}]\n  hint: ${one.hint}`;
}

/** Sorted by place and code, so that the same input prints the same text. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return [...diagnostics].sort(byPlace).map(formatDiagnostic).join("\n");
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (
    compare(a.span.file, b.span.file) ||
    a.span.line - b.span.line ||
    a.span.column - b.span.column ||
    compare(a.code, b.code)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
