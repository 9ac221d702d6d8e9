import type { JsonValue } from "../../report/json";
import type { Report, Section } from "../../report/report";
import type { K6Program } from "../k6-program";
import type { ScriptPlan } from "../read-plan";
import type { Verdict } from "../verdict";
import type { ErrorChange, LatencyChange } from "./compare-rounds";
import { forestFigure } from "./forest-figure";
import { percent } from "./judge-comparison";

export interface ComparisonReportInput {
  readonly project: string;
  readonly target: string;
  readonly verdict: Verdict;
  readonly latencies: readonly LatencyChange[];
  readonly errors: readonly ErrorChange[];
  readonly baseline: ReportedSide;
  readonly candidate: ReportedSide;
  /** Where the baseline comes from a file. */
  readonly apart?: ApartSection;
  /** What is not compared, and why. */
  readonly plan: Pick<ScriptPlan, "skipped">;
  readonly rounds: number;
  readonly secondsPerRound: number;
  readonly k6: K6Program;
}

export interface ReportedSide {
  /** Without credentials. */
  readonly server: string;
  readonly requests: number;
}

/** What is to be known of rounds that were not measured by turns. */
export interface ApartSection {
  readonly file: string;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly differences: readonly string[];
  /** p50 of the echo server, medians over rounds, in milliseconds. */
  readonly calibrationMs: { readonly baseline: number; readonly candidate: number };
  /** Whether figures are divided by how the two differ. */
  readonly isDivided: boolean;
}

/** The report of a comparison; its `data` is described by docs/schemas/load-comparison.json. */
export function comparisonReport(input: ComparisonReportInput): Report {
  const { verdict, baseline, candidate, apart } = input;
  return {
    schemaVersion: 1,
    project: input.project,
    target: input.target,
    verdict: verdict.verdict,
    success: verdict.success,
    reasons: verdict.reasons,
    data: {
      baseline: { server: baseline.server, requests: baseline.requests },
      candidate: { server: candidate.server, requests: candidate.requests },
      apart:
        apart === undefined
          ? null
          : {
              ...apart,
              calibrationMs: {
                baseline: finite(exact(apart.calibrationMs.baseline)),
                candidate: finite(exact(apart.calibrationMs.candidate)),
              },
            },
      rounds: input.rounds,
      secondsPerRound: input.secondsPerRound,
      k6: { version: input.k6.version, origin: input.k6.origin },
      latencies: input.latencies.map(latencyData),
      errors: input.errors.map((one) => ({
        operation: one.operation,
        baseline: exact(one.baseline),
        candidate: exact(one.candidate),
        interval: one.interval.map(exact),
        smallestVisible: exact(one.smallestVisible),
        roundsNeeded: finite(one.roundsNeeded),
        verdict: one.verdict,
      })),
      skipped: input.plan.skipped.map(({ operation, reason }) => ({ operation, reason })),
    },
    sections: [...sections(input), ...notCalled(input.plan)],
  };
}

function notCalled({ skipped }: Pick<ScriptPlan, "skipped">): readonly Section[] {
  const lines = skipped.map((one) => `${one.operation}: ${one.reason}`);
  return lines.length === 0 ? [] : [{ kind: "text", title: "Not called", lines }];
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
    roundsNeeded: finite(one.roundsNeeded),
    verdict: one.verdict,
  };
}

function sections(input: ComparisonReportInput): readonly Section[] {
  const { latencies, errors, apart } = input;
  const facts: Section = {
    kind: "facts",
    title: "Run",
    facts: [
      ["baseline", input.baseline.server],
      ["candidate", input.candidate.server],
      [
        "rounds",
        `${input.rounds} ${apart === undefined ? "by turns" : "of the candidate"}, ${input.secondsPerRound} s each after a warm-up`,
      ],
      ...(apart === undefined ? [] : apartFacts(apart)),
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

function apartFacts(apart: ApartSection): readonly (readonly [string, string])[] {
  const { baseline, candidate } = apart.calibrationMs;
  return [
    ["baseline from", `${apart.file}, measured ${apart.measuredAt}`],
    [
      "speed of the machine",
      `an echo took ${baseline.toFixed(3)} ms then and ${candidate.toFixed(3)} ms now (${percent(candidate / baseline)}); ` +
        (apart.isDivided ? "figures are divided by that, and margins are wider" : "margins are wider by that"),
    ],
    ...apart.differences.map((one) => ["environment differs", one] as const),
  ];
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Four digits after the point. */
function exact(value: number): number {
  return Number(value.toFixed(4));
}
