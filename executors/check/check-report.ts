import type { Compilation } from "../../tools/compiler/compile";
import type { Diagnostic } from "../../tools/compiler/diagnostics/diagnostic";
import { formatDiagnostics, formatSpan } from "../../tools/compiler/diagnostics/format-diagnostic";
import type { Report, Section } from "../../tools/report/report";
import type { Stub } from "./explain-stubs";

/** The findings, the links with their reasons, the operations without one, and the stubs with theirs. */
export function checkReport(
  project: string,
  compilation: Compilation,
  diagnostics: readonly Diagnostic[],
  stubs: readonly Stub[],
  failOn: "error" | "warning",
): Report {
  const { links, unlinked } = compilation;
  const errors = diagnostics.filter((one) => one.severity === "error").length;
  const warnings = diagnostics.length - errors;
  const success = errors === 0 && (failOn === "error" || (warnings === 0 && stubs.length === 0));
  const count = (number: number, thing: string) => `${number} ${thing}${number === 1 ? "" : "s"}`;
  return {
    schemaVersion: 1,
    project,
    target: "check",
    verdict: errors > 0 ? "errors" : warnings > 0 ? "warnings" : stubs.length > 0 ? "stubs" : "clean",
    success,
    reasons: [`${count(errors, "error")}, ${count(warnings, "warning")}, ${count(stubs.length, "stub")}`],
    data: {
      findings: diagnostics.map(({ code, severity, message, hint, span }) => ({
        code,
        severity,
        message,
        hint,
        at: formatSpan(span),
      })),
      links: links.map(({ operationId, schema, table, action, reason, gaps }) => ({
        operationId,
        table: `${schema}.${table}`,
        action,
        reason,
        gaps: gaps.map((gap) => `${gap.kind} ${gap.name}`),
      })),
      unlinked: unlinked.map(({ operationId, reason }) => ({ operationId, reason })),
      stubs: stubs.map((one) => ({ ...one })),
    },
    sections: sections(compilation, diagnostics, stubs),
  };
}

/** The findings without those that ask for a handler by hand where there is one. */
export function withoutDoneGaps(
  { service, diagnostics }: Compilation,
  written: ReadonlySet<string>,
): readonly Diagnostic[] {
  const operations = service?.resources.flatMap((one) => one.operations) ?? [];
  const done = operations.filter((one) => written.has(`${one.method.toUpperCase()} ${one.path.text}`));
  const places = new Set(done.map((one) => formatSpan(one.span)));
  return diagnostics.filter(
    ({ code, span }) =>
      !(/^link\/(unmapped-property|column-without-value)$/.test(code) && places.has(formatSpan(span))),
  );
}

function sections(
  { links, unlinked }: Compilation,
  diagnostics: readonly Diagnostic[],
  stubs: readonly Stub[],
): readonly Section[] {
  const rows = links.map((link) => [
    link.operationId,
    link.action,
    link.schema === "public" ? link.table : `${link.schema}.${link.table}`,
    link.gaps.map((gap) => `${gap.kind} ${gap.name}`).join(", "),
    link.reason,
  ]);
  const columns = ["operation", "does", "table", "needs a hand for", "because"].map((title) => ({ title }));
  const all: readonly (Section | undefined)[] = [
    diagnostics.length === 0
      ? undefined
      : { kind: "text", title: "Findings", lines: formatDiagnostics(diagnostics).split("\n") },
    rows.length === 0 ? undefined : { kind: "table", title: "Operations linked to tables", columns, rows },
    unlinked.length === 0
      ? undefined
      : {
          kind: "table",
          title: "Operations without a table",
          columns: [{ title: "operation" }, { title: "because" }],
          rows: unlinked.map(({ operationId, reason }) => [operationId, reason]),
        },
    stubs.length === 0
      ? undefined
      : {
          kind: "table",
          title: "Handlers that still answer 501",
          columns: ["operation", "handler", "because"].map((title) => ({ title })),
          rows: stubs.map(({ operation, file, reason }) => [operation ?? "", file, reason]),
        },
  ];
  return all.flatMap((one) => one ?? []);
}
