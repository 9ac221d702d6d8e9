import type { Random } from "../../random/random";
import { compareRounds, type ErrorChange, type LatencyChange, type RoundFigures } from "../compare/compare-rounds";
import type { Measurement } from "../measurement";
import { isSupporting, summarize } from "../summary";
import type { Verdict } from "../verdict";
import type { Soak } from "./soak";
import { soakStages } from "./soak";
import { inSeconds, ofStage, originOf } from "./stage-window";

/** How the last quarter of a soak differs from its first. */
export interface SoakDrift {
  readonly latencies: readonly LatencyChange[];
  readonly errors: readonly ErrorChange[];
  readonly quarterSeconds: number;
  /** In each quarter; what is compared. */
  readonly blocks: number;
  /** Set where the run is too short for what a soak is to show. */
  readonly warning?: string;
}

const mostBlocks = 12;
const leastBlocks = 6;
/** Leaks, growing tables and caches that fill show over tens of minutes. */
const telling = 600;

/**
 * Compares blocks of seconds of the first quarter with those of the last: requests near to each other share their luck, so not they but blocks are drawn with replacement.
 * `undefined`: too few samples.
 */
export function soakDrift(form: Soak, measurement: Measurement, random: Random): SoakDrift | undefined {
  const stages = soakStages(form);
  const stage = stages.find((one) => one.name === "soak");
  const origin = originOf(measurement, stages);
  if (stage === undefined || origin === undefined) return undefined;
  const quarterSeconds = Math.floor(form.seconds / 4);
  const blocks = Math.min(mostBlocks, Math.max(leastBlocks, Math.floor(quarterSeconds / 10)));
  const blockSeconds = Math.floor(quarterSeconds / blocks);
  const start = origin + stage.startSeconds;
  const own = ofStage(measurement, "soak");
  const figures = (from: number) =>
    Array.from({ length: blocks }, (_, index) =>
      blockFigures(inSeconds(own, from + index * blockSeconds, blockSeconds)),
    );
  // The first second is a part of one, and so is the last.
  const [first, last] = [figures(start + 1), figures(start + form.seconds - blocks * blockSeconds)];
  const names = [...new Set(own.cells.map((cell) => cell.operation))].filter((name) => !isSupporting(name)).sort();
  const operations = names.flatMap((operation) => {
    const [baseline, candidate] = [first, last].map((side) => side.flatMap((one) => one.get(operation) ?? []));
    return baseline === undefined ||
      candidate === undefined ||
      Math.min(baseline.length, candidate.length) < leastBlocks
      ? []
      : [{ operation, baseline, candidate }];
  });
  if (operations.length === 0) return undefined;
  return {
    ...compareRounds(operations, { pairing: { kind: "apart" }, random }),
    quarterSeconds,
    blocks,
    ...(form.seconds >= telling
      ? {}
      : {
          warning: `${form.seconds} s show only what changes within seconds: leaks, growing tables and full caches take ${telling / 60} minutes or more`,
        }),
  };
}

function blockFigures(measurement: Measurement): ReadonlyMap<string, RoundFigures> {
  return new Map(
    summarize(measurement, 1).operations.map(({ operation, requests, errors, latencyMs }) => [
      operation,
      // A request takes no less than a microsecond.
      { requests, errors, p50Ms: Math.max(0.001, latencyMs?.p50 ?? 0), p95Ms: Math.max(0.001, latencyMs?.p95 ?? 0) },
    ]),
  );
}

/** Slower or more errors at the end beyond doubt is a drift; what is inconclusive is said, and fails nobody. */
export function judgeSoak(drift: SoakDrift | undefined, otherwise: Verdict): Verdict {
  if (!otherwise.success) return otherwise;
  if (drift === undefined)
    return {
      verdict: "incomplete",
      success: false,
      reasons: ["no operation was called often enough to compare first and last quarter"],
    };
  const warning = drift.warning === undefined ? [] : [drift.warning];
  const worse = [...drift.latencies, ...drift.errors].filter((one) => one.verdict === "regressed");
  if (worse.length > 0)
    return { verdict: "drifted", success: false, reasons: [...worse.map(describeChange), ...warning] };
  const open = drift.latencies.filter((one) => one.verdict === "inconclusive");
  const told =
    open.length === 0
      ? "the last quarter is no slower than the first"
      : `no drift beyond doubt; these seconds cannot tell of ${open.map((one) => `${one.operation} ${one.metric} (${percent(one.interval[0])} to ${percent(one.interval[1])})`).join(", ")}`;
  return { ...otherwise, reasons: [told, ...warning, ...otherwise.reasons] };
}

function describeChange(one: LatencyChange | ErrorChange): string {
  if (one.metric === "errors")
    return `${one.operation}: errors ${(one.baseline * 100).toFixed(2)} → ${(one.candidate * 100).toFixed(2)} %`;
  const [low, high] = one.interval;
  return `${one.operation}: ${one.metric} ${one.baselineMs.toFixed(2)} → ${one.candidateMs.toFixed(2)} ms from first to last quarter, ${percent(one.ratio)} (${percent(low)} to ${percent(high)})`;
}

export function percent(ratio: number): string {
  return `${ratio >= 1 ? "+" : "−"}${Math.abs((ratio - 1) * 100).toFixed(1)} %`;
}
