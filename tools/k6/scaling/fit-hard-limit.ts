import type { UslPoint } from "./fit-usl";

/**
 * A service with a fixed number of places: X(N) = min(λN, C), the bounds of operational analysis (P. J. Denning, J. P. Buzen, The Operational Analysis of Queueing Network
 * Models, 1978). Contention and coherency, which the Universal Scalability Law has, bend a curve; a pool breaks it.
 */
export interface HardLimit {
  /** Throughput of one. */
  readonly lambda: number;
  /** Throughput that is not exceeded. */
  readonly capacity: number;
}

export interface HardLimitFit extends HardLimit {
  /** Relative distance of the points, corrected for the two parameters. */
  readonly residual: number;
  readonly degreesOfFreedom: number;
}

/** A capacity is only seen where at least this many steps are at it. */
const leastAtCapacity = 2;

/** The best of all ways to part the points into rising and flat ones. @param points ascending; `undefined`: too few */
export function fitHardLimit(points: readonly UslPoint[]): HardLimitFit | undefined {
  const degreesOfFreedom = points.length - 2;
  let best: HardLimitFit | undefined;
  for (let rising = 1; rising <= points.length - leastAtCapacity && degreesOfFreedom > 0; rising++) {
    const lambda = geometricMean(points.slice(0, rising).map((one) => one.throughput / one.concurrency));
    const capacity = geometricMean(points.slice(rising).map((one) => one.throughput));
    const squares = points.reduce(
      (sum, { concurrency, throughput }) =>
        sum + (throughputUpTo({ lambda, capacity }, concurrency) / throughput - 1) ** 2,
      0,
    );
    const residual = Math.sqrt(squares / degreesOfFreedom);
    if (best === undefined || residual < best.residual) best = { lambda, capacity, residual, degreesOfFreedom };
  }
  return best;
}

export function throughputUpTo({ lambda, capacity }: HardLimit, n: number): number {
  return Math.min(lambda * n, capacity);
}

/** Errors are relative. */
function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, one) => sum + Math.log(one), 0) / values.length);
}
