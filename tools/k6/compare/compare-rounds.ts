import type { Random } from "../../random/random";
import { bootstrapDifferences, bootstrapMedians } from "./bootstrap";
import { differenceOfShares, type Share } from "./error-shares";
import { rejectedByHolm } from "./holm";
import { median, quantileOfSorted } from "./median";

/** What one round measured of an operation. */
export interface RoundFigures {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly requests: number;
  readonly errors: number;
}

export interface OperationRounds {
  readonly operation: string;
  readonly baseline: readonly RoundFigures[];
  readonly candidate: readonly RoundFigures[];
}

export type ChangeWord = "regressed" | "improved" | "equivalent" | "inconclusive";

/** A change of a percentile between baseline and candidate. */
export interface LatencyChange {
  readonly operation: string;
  readonly metric: "p50" | "p95";
  readonly baselineMs: number;
  readonly candidateMs: number;
  /** Candidate by baseline; 1.2: a fifth slower. */
  readonly ratio: number;
  /** Of the ratio, at 95 %. */
  readonly interval: readonly [low: number, high: number];
  /** What counts as a change: 0.05 is 5 %. */
  readonly margin: number;
  /** The smallest ratio above 1 that these rounds could have shown. */
  readonly smallestVisible: number;
  readonly verdict: ChangeWord;
}

export interface ErrorChange {
  readonly operation: string;
  readonly metric: "errors";
  /** Shares, 0 to 1. */
  readonly baseline: number;
  readonly candidate: number;
  /** Of the difference, at 95 %. */
  readonly interval: readonly [low: number, high: number];
  readonly verdict: ChangeWord;
}

export interface CompareOptions {
  /** Whether rounds of both sides were measured by turns, so that the first belongs to the first, and so on. */
  readonly isPaired: boolean;
  readonly random: Random;
}

/** Chance that any of all verdicts "regressed" or "improved" is false, where there is no change beyond the margin. */
const level = 0.05;
const margins = { p50: 0.05, p95: 0.1 } as const;
/** Less than a tenth of a millisecond is nobody's change. */
const floorMs = 0.1;
/** Points of the share of errors. */
const errorMargin = 0.001;

/**
 * Says of each operation whether the candidate is slower or faster than the baseline by more than a margin, whether it is the same within the
 * margin, or that these rounds cannot tell.
 *
 * @param operations each with as many rounds on both sides where they are paired
 */
export function compareRounds(
  operations: readonly OperationRounds[],
  { isPaired, random }: CompareOptions,
): { readonly latencies: readonly LatencyChange[]; readonly errors: readonly ErrorChange[] } {
  const measured = operations.flatMap((one) =>
    (["p50", "p95"] as const).map((metric) => measure(one, metric, isPaired, random)),
  );
  const isChange = rejectedByHolm(
    measured.map(({ p }) => p),
    level,
  );
  return {
    latencies: measured.map(({ p: _, ...one }, index) => ({
      ...one,
      verdict: verdictOf(one, isChange[index] === true),
    })),
    errors: operations.map(errorChange),
  };
}

type Measured = Omit<LatencyChange, "verdict"> & { readonly p: number };

function measure(
  { operation, baseline, candidate }: OperationRounds,
  metric: "p50" | "p95",
  isPaired: boolean,
  random: Random,
): Measured {
  const [before, after] = [baseline, candidate].map((rounds) =>
    rounds.map((one) => Math.log(metric === "p50" ? one.p50Ms : one.p95Ms)),
  ) as [number[], number[]];
  const pairs = after.map((value, index) => value - (before[index] as number));
  const effect = isPaired ? median(pairs) : median(after) - median(before);
  const drawn = isPaired ? bootstrapMedians(pairs, random) : bootstrapDifferences(after, before, random);
  const baselineMs = Math.exp(median(before));
  const margin = Math.max(margins[metric], floorMs / baselineMs);
  const beyond = Math.log(1 + margin);
  // One more than was drawn: what was not seen in so many draws may still be.
  const chance = (isSo: (value: number) => boolean) => (1 + drawn.filter(isSo).length) / (1 + drawn.length);
  const p = Math.min(
    1,
    2 *
      Math.min(
        chance((value) => value <= beyond),
        chance((value) => value >= -beyond),
      ),
  );
  const [low, high] = [quantileOfSorted(drawn, 0.025), quantileOfSorted(drawn, 0.975)];
  return {
    operation,
    metric,
    baselineMs,
    candidateMs: Math.exp(median(after)),
    ratio: Math.exp(effect),
    interval: [Math.exp(low), Math.exp(high)],
    margin,
    smallestVisible: Math.exp(beyond + effect - low),
    p,
  };
}

function verdictOf({ ratio, interval: [low, high], margin }: Omit<Measured, "p">, isChange: boolean): ChangeWord {
  if (isChange) return ratio > 1 ? "regressed" : "improved";
  return low > 1 / (1 + margin) && high < 1 + margin ? "equivalent" : "inconclusive";
}

function errorChange({ operation, baseline, candidate }: OperationRounds): ErrorChange {
  const [before, after] = [baseline, candidate].map((rounds) => ({
    count: rounds.reduce((sum, one) => sum + one.errors, 0),
    of: rounds.reduce((sum, one) => sum + one.requests, 0),
  })) as [Share, Share];
  const interval = differenceOfShares(after, before);
  // Where nothing failed, that is what was seen; how rare failures might be is another question.
  const verdict = before.count + after.count === 0 ? "equivalent" : errorVerdict(interval);
  return {
    operation,
    metric: "errors",
    baseline: before.count / before.of,
    candidate: after.count / after.of,
    interval,
    verdict,
  };
}

function errorVerdict([low, high]: readonly [number, number]): ChangeWord {
  if (low > errorMargin) return "regressed";
  if (high < -errorMargin) return "improved";
  return low > -errorMargin && high < errorMargin ? "equivalent" : "inconclusive";
}
