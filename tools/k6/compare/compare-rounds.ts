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
  /** An estimate of the rounds after which this very change can be told from the margin; `Infinity` where it is the margin. */
  readonly roundsNeeded: number;
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
  /** The smallest difference above 0 that so many requests could have shown. */
  readonly smallestVisible: number;
  readonly roundsNeeded: number;
  readonly verdict: ChangeWord;
}

/** How rounds of the two sides belong together. */
export type Pairing =
  /** Measured by turns: the first belongs to the first, and so on. */
  | { readonly kind: "turns" }
  /** Measured at different times, each beside a service that is always the same. */
  | { readonly kind: "apart"; readonly calibration: Calibration };

export interface Calibration {
  /** p50 of what is always the same, in each round, in milliseconds. */
  readonly baseline: readonly number[];
  readonly candidate: readonly number[];
  /** Whether figures are divided by how much slower that has become; else they are not, and margins are wider by it. */
  readonly divides: boolean;
}

export interface CompareOptions {
  readonly pairing: Pairing;
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
  { pairing, random }: CompareOptions,
): { readonly latencies: readonly LatencyChange[]; readonly errors: readonly ErrorChange[] } {
  const metrics = ["p50", "p95"] as const;
  // The smallest chance that draws can show is one in so many; Holm asks for less, the more verdicts there are.
  const draws = Math.max(1_000, 100 * metrics.length * operations.length);
  const drawing = { draws, random };
  const measured = operations.flatMap((one) => metrics.map((metric) => measure(one, metric, pairing, drawing)));
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
  pairing: Pairing,
  drawing: Drawing,
): Measured {
  const [before, after] = [baseline, candidate].map((rounds) =>
    rounds.map((one) => Math.log(metric === "p50" ? one.p50Ms : one.p95Ms)),
  ) as [number[], number[]];
  const { effect, drawn, widen } =
    pairing.kind === "turns" ? byTurns(before, after, drawing) : apart(before, after, pairing.calibration, drawing);
  const baselineMs = Math.exp(median(before));
  const beyond = widen(Math.log(1 + Math.max(margins[metric], floorMs / baselineMs)));
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
    margin: Math.exp(beyond) - 1,
    smallestVisible: Math.exp(beyond + Math.max(effect - low, high - effect)),
    roundsNeeded: roundsNeeded(after.length, Math.max(effect - low, high - effect), Math.abs(effect), beyond),
    p,
  };
}

interface Drawing {
  readonly draws: number;
  readonly random: Random;
}

interface Effect {
  /** Logarithm of candidate by baseline. */
  readonly effect: number;
  /** How it would vary, ascending. */
  readonly drawn: readonly number[];
  /** Margins, too, are logarithms. */
  readonly widen: (margin: number) => number;
}

function byTurns(before: readonly number[], after: readonly number[], { draws, random }: Drawing): Effect {
  const pairs = after.map((value, index) => value - (before[index] as number));
  return { effect: median(pairs), drawn: bootstrapMedians(pairs, draws, random), widen: (margin) => margin };
}

/**
 * What is always the same tells how far the machine is from what it was. By how much a service follows that, nobody knows: undivided, it may
 * have been all of it; divided, half of it too much or too little, and less is known in any case.
 */
function apart(
  before: readonly number[],
  after: readonly number[],
  calibration: Calibration,
  { draws, random }: Drawing,
): Effect {
  const [then, now] = [calibration.baseline, calibration.candidate].map((one) => one.map(Math.log)) as [
    number[],
    number[],
  ];
  const drift = median(now) - median(then);
  const effect = median(after) - median(before);
  const drawn = bootstrapDifferences(after, before, draws, random);
  if (!calibration.divides)
    return { effect, drawn: [...drawn].sort((a, b) => a - b), widen: (margin) => margin + Math.abs(drift) };
  const drifts = bootstrapDifferences(now, then, draws, random);
  return {
    effect: effect - drift,
    drawn: drawn.map((one, index) => one - (drifts[index] as number)).sort((a, b) => a - b),
    widen: (margin) => 2 * margin + Math.abs(drift) / 2,
  };
}

/** Half of an interval shrinks by the root of the rounds; it must become less than what lies between the change and the margin. */
function roundsNeeded(rounds: number, half: number, change: number, margin: number): number {
  return Math.ceil(rounds * (half / Math.abs(change - margin)) ** 2);
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
  const difference = after.count / after.of - before.count / before.of;
  const half = Math.max(difference - interval[0], interval[1] - difference);
  // Where nothing failed, that is what was seen; how rare failures might be is another question.
  const verdict = before.count + after.count === 0 ? "equivalent" : errorVerdict(interval);
  return {
    operation,
    metric: "errors",
    baseline: before.count / before.of,
    candidate: after.count / after.of,
    interval,
    smallestVisible: errorMargin + half,
    roundsNeeded: roundsNeeded(candidate.length, half, Math.abs(difference), errorMargin),
    verdict,
  };
}

function errorVerdict([low, high]: readonly [number, number]): ChangeWord {
  if (low > errorMargin) return "regressed";
  if (high < -errorMargin) return "improved";
  return low > -errorMargin && high < errorMargin ? "equivalent" : "inconclusive";
}
