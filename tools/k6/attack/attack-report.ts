import type { JsonValue } from "../../report/json";
import type { Report, Section } from "../../report/report";
import type { K6Program } from "../k6-program";
import { operationFigures } from "../load-report";
import type { Measured } from "../measure";
import type { Summary } from "../summary";
import type { Thresholds, Verdict } from "../verdict";
import { attackClasses } from "./attack-case";
import { type AttackResults, type CaseResult, isFinding } from "./attack-result";
import { findingsOf } from "./attack-verdict";
import { attacksPerSecond } from "./send-cases";

export interface AttackReportInput {
  readonly project: string;
  readonly target: string;
  readonly server: string;
  readonly k6: K6Program;
  readonly verdict: Verdict;
  readonly results: AttackResults;
  readonly before?: Measured;
  readonly during?: Measured;
  readonly thresholds: Thresholds;
  /** Iterations of the usual flow per second. */
  readonly rate: number;
  /** Of all resources together. */
  readonly seconds: number;
}

/** How many findings people are shown; all of them are in the data. */
const shownFindings = 30;

/** The report of an attack; its `data` is described by docs/schemas/load-attack.json. */
export function attackReport(input: AttackReportInput): Report {
  const { verdict } = input;
  return {
    schemaVersion: 1,
    project: input.project,
    target: input.target,
    verdict: verdict.verdict,
    success: verdict.success,
    reasons: verdict.reasons,
    data: reportData(input),
    sections: sections(input),
  };
}

function reportData({ results, k6, thresholds, ...input }: AttackReportInput): JsonValue {
  return {
    server: input.server,
    k6: { version: k6.version, origin: k6.origin, histograms: k6.hasHistograms },
    load: {
      durationSeconds: input.seconds,
      iterationsPerSecond: input.rate,
      attacksPerSecond,
    },
    thresholds: { p95Ms: thresholds.p95Ms, errorRate: thresholds.errorRate },
    matrix: operationsIn(results).flatMap((operation) =>
      attackClasses.flatMap((kind) => {
        const cases = casesOf(results, operation, kind);
        return cases.length === 0
          ? []
          : [{ operation, class: kind, cases: cases.length, findings: cases.filter(isFinding).length }];
      }),
    ),
    cases: results.cases.map((one) => ({
      operation: one.case.operation,
      class: one.case.class,
      case: one.case.name,
      expected: one.case.expected.kind === "refused" ? one.case.expected.statuses : null,
      requests: one.requests,
      statuses: one.statuses,
      outcome: one.outcome,
      got: one.got,
      curl: one.curl ?? null,
    })),
    goodTraffic: { before: trafficData(input.before), during: trafficData(input.during) },
    notAttacked: results.notAttacked.map(({ operation, reason }) => ({ operation, reason })),
    leftOut: [...results.leftOut].map(([operation, cases]) => ({ operation, cases })),
    slowPatterns: results.slowPatterns,
  };
}

function trafficData(measured: Measured | undefined): JsonValue {
  if (measured === undefined) return null;
  return {
    verdict: measured.verdict.verdict,
    total: operationFigures(measured.summary.total),
    operations: measured.summary.operations.map(operationFigures),
  };
}

function sections(input: AttackReportInput): readonly Section[] {
  const { results } = input;
  const found = findingsOf(results);
  return [
    {
      kind: "table",
      title: "Attack: wrong requests of each class, and how many of them are findings",
      columns: [{ title: "operation" }, ...attackClasses.map((title) => ({ title, numeric: true }))],
      rows: [
        ...operationsIn(results).map((operation) => [
          operation,
          ...attackClasses.map((kind) => cell(casesOf(results, operation, kind))),
        ]),
        ["all", ...attackClasses.map((kind) => cell(results.cases.filter((one) => one.case.class === kind)))],
      ],
    },
    ...(found.length === 0 ? [] : findingSections(found)),
    {
      kind: "table",
      title: "Good traffic",
      columns: [
        { title: "" },
        ...["requests", "p50 ms", "p95 ms", "p99 ms", "errors"].map((title) => ({ title, numeric: true })),
      ],
      rows: [
        ["alone", ...trafficRow(input.before?.summary)],
        ["beside the attack", ...trafficRow(input.during?.summary)],
      ],
    },
    ...remarks(results),
    {
      kind: "facts",
      title: "Run",
      facts: [
        ["server", input.server],
        [
          "attack",
          `${attacksPerSecond} requests/s, ${results.cases.reduce((sum, one) => sum + one.requests, 0)} in all`,
        ],
        ["good traffic", `${input.rate} iterations/s for ${input.seconds} s`],
        ["k6", `${input.k6.version} (${input.k6.origin}${input.k6.hasHistograms ? "" : ", samples as CSV"})`],
      ],
    },
  ];
}

function findingSections(found: readonly CaseResult[]): readonly Section[] {
  const shown = found.slice(0, shownFindings);
  const rest = found.length - shown.length;
  return [
    {
      kind: "table",
      title:
        rest > 0 ? `Findings (the first ${shown.length} of ${found.length}; all are in the JSON report)` : "Findings",
      columns: [
        { title: "operation" },
        { title: "what was sent" },
        { title: "should be" },
        { title: "was" },
        { title: "" },
      ],
      rows: shown.map((one) => [
        one.case.operation,
        one.case.name,
        one.case.expected.kind === "refused" ? one.case.expected.statuses.join(" or ") : "below 500",
        one.got,
        one.outcome,
      ]),
    },
    {
      kind: "code",
      title: "To see them yourself",
      language: "text",
      text: shown.map((one) => `# ${one.case.operation} ${one.case.name} → ${one.got}\n${one.curl ?? ""}`).join("\n\n"),
    },
  ];
}

function remarks({ notAttacked, leftOut, slowPatterns }: AttackResults): readonly Section[] {
  const lines = [
    ...notAttacked.map((one) => `${one.operation}: ${one.reason}`),
    ...[...leftOut].map(([operation, cases]) => `${operation}: ${cases} more cases than are sent to one operation`),
    ...slowPatterns.map(
      (one) =>
        `texts that the pattern ${one} takes too long for are not sent: a service that matches it by backtracking can be kept busy by one request`,
    ),
  ];
  return lines.length === 0 ? [] : [{ kind: "text", title: "Not attacked", lines }];
}

function trafficRow(summary: Summary | undefined): readonly string[] {
  if (summary === undefined) return ["0", "–", "–", "–", "0"];
  const { latencyMs, requests, errors } = summary.total;
  const at = (value: number | undefined) => (value === undefined ? "–" : value.toFixed(1));
  return [String(requests), at(latencyMs?.p50), at(latencyMs?.p95), at(latencyMs?.p99), String(errors)];
}

function cell(cases: readonly CaseResult[]): string {
  if (cases.length === 0) return "–";
  const found = cases.filter(isFinding).length;
  return found === 0 ? `✓ ${cases.length}` : `✗ ${found} of ${cases.length}`;
}

function casesOf({ cases }: AttackResults, operation: string, kind: string): readonly CaseResult[] {
  return cases.filter((one) => one.case.operation === operation && one.case.class === kind);
}

function operationsIn({ cases }: AttackResults): readonly string[] {
  return [...new Set(cases.map((one) => one.case.operation))].sort();
}
