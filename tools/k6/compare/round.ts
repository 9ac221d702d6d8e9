import { type Histogram, mergeHistograms, percentileUs } from "../histogram";
import type { K6Outcome } from "../run-k6";
import { isSupporting } from "../summary";
import type { RoundFigures } from "./compare-rounds";

/** What one round measured of an operation. */
export interface OperationRound {
  readonly latency: Histogram;
  readonly errors: number;
}

/** By the name of the operation. */
export type Round = ReadonlyMap<string, OperationRound>;

/** Adds up the runs of one round. The first seconds of each are a warm-up, counted from the first measured request. */
export function roundOf(outcomes: readonly K6Outcome[], warmUpSeconds: number): Round {
  const counted = outcomes.flatMap(({ measurement }) => {
    const cells = measurement.cells.filter((one) => !isSupporting(one.operation));
    const first = cells.reduce((least, one) => Math.min(least, one.second), Number.POSITIVE_INFINITY);
    return cells.filter((one) => one.second >= first + warmUpSeconds);
  });
  const names = [...new Set(counted.map((one) => one.operation))];
  return new Map(
    names.map((name) => {
      const own = counted.filter((one) => one.operation === name);
      const failed = own.filter((one) => !one.isExpected);
      const errors = failed.reduce((sum, one) => sum + one.latency.count, 0);
      return [name, { latency: mergeHistograms(own.map((one) => one.latency)), errors }];
    }),
  );
}

export function figuresOf({ latency, errors }: OperationRound): RoundFigures {
  // A request takes no less than a microsecond.
  const at = (share: number) => Math.max(1, percentileUs(latency, share) ?? 0) / 1_000;
  return { p50Ms: at(0.5), p95Ms: at(0.95), requests: latency.count, errors };
}
