import type { JsonValue } from "../../report/json";
import type { Report, Section } from "../../report/report";
import type { K6Program } from "../k6-program";
import type { Measured } from "../measure";
import type { ErrorChange, LatencyChange } from "./compare-rounds";
import { forestFigure } from "./forest-figure";
import { type ComparisonVerdict, percent } from "./judge-comparison";

export interface ComparisonReportInput {
  readonly project: string;
  readonly target: string;
  readonly verdict: ComparisonVerdict;
  readonly latencies: readonly LatencyChange[];
  readonly errors: readonly ErrorChange[];
  /** Without credentials. */
  readonly baselineServer: string;
  readonly candidateServer: string;
  readonly baseline: Measured;
  readonly candidate: Measured;
  readonly rounds: number;
  readonly secondsPerRound: number;
  readonly k6: K6Program;
}

/** The report of a comparison; its `data` is described by docs/schemas/load-comparison.json. */
export function comparisonReport(input: ComparisonReportInput): Report {
  const { verdict, baseline, candidate } = input;
  return {
    schemaVersion: 1,
    project: input.project,
    target: input.target,
    verdict: verdict.verdict,
    success: verdict.success,
    reasons: verdict.reasons,
    data: {
      baseline: { server: input.baselineServer, requests: baseline.summary.total.requests },
      candidate: { server: input.candidateServer, requests: candidate.summary.total.requests },
      rounds: input.rounds,
      secondsPerRound: input.secondsPerRound,
      k6: { version: input.k6.version, origin: input.k6.origin },
      latencies: input.latencies.map(latencyData),
      errors: input.errors.map((one) => ({
        operation: one.operation,
        baseline: exact(one.baseline),
        candidate: exact(one.candidate),
        interval: one.interval.map(exact),
        verdict: one.verdict,
      })),
    },
    sections: sections(input),
  };
}

function latencyData(one: LatencyChange): JsonValue {
  return {
    operation: one.operation,
    metric: one.metric,
    baselineMs: exact(one.baselineMs),
    candidateMs: exact(one.candidateMs),
    ratio: exact(one.ratio),
    interval: one.interval.map(exact),
    margin: exact(one.margin),
    smallestVisible: exact(one.smallestVisible),
    verdict: one.verdict,
  };
}

function sections(input: ComparisonReportInput): readonly Section[] {
  const { latencies, errors } = input;
  const facts: Section = {
    kind: "facts",
    title: "Run",
    facts: [
      ["baseline", input.baselineServer],
      ["candidate", input.candidateServer],
      ["rounds", `${input.rounds} by turns, ${input.secondsPerRound} s each after a warm-up`],
      ["k6", `${input.k6.version} (${input.k6.origin})`],
    ],
  };
  if (latencies.length === 0) return [facts];
  return [
    {
      kind: "table",
      title: "Changes",
      columns: [
        { title: "operation" },
        { title: "" },
        ...["baseline", "candidate", "change", "95 % interval"].map((title) => ({ title, numeric: true })),
        { title: "verdict" },
      ],
      rows: [
        ...latencies.map((one) => [
          one.operation,
          `${one.metric} ms`,
          one.baselineMs.toFixed(2),
          one.candidateMs.toFixed(2),
          percent(one.ratio),
          one.interval.map(percent).join(" to "),
          one.verdict,
        ]),
        ...errors.map((one) => [
          one.operation,
          "errors %",
          ...[one.baseline, one.candidate, one.candidate - one.baseline].map((share) => (share * 100).toFixed(2)),
          one.interval.map((share) => (share * 100).toFixed(2)).join(" to "),
          one.verdict,
        ]),
      ],
    },
    { kind: "figure", title: "Changes of latency", svg: forestFigure(latencies) },
    facts,
  ];
}

/** Four digits after the point. */
function exact(value: number): number {
  return Number(value.toFixed(4));
}
