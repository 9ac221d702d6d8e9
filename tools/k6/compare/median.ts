/** `NaN` of no values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** @param share 0.25 is the lower quartile; between two values it is interpolated */
export function quantile(values: readonly number[], share: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), share);
}

/** The same of values that ascend already. */
export function quantileOfSorted(sorted: ArrayLike<number>, share: number): number {
  const at = (sorted.length - 1) * share;
  const [lower = Number.NaN, upper = lower] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return lower + (upper - lower) * (at - Math.floor(at));
}
