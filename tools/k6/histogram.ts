/** Log-linear histogram of durations in microseconds: exact below 128 µs, buckets of at most 1/64 (1.6 %) above. */
export interface Histogram {
  readonly count: number;
  readonly sumUs: number;
  readonly maxUs: number;
  /** Bucket index → number of durations; `tools/k6/module/oashist/histogram.go` uses the same indices. */
  readonly buckets: ReadonlyMap<number, number>;
}

export const subBuckets = 64;

export function histogramOf(durationsUs: readonly number[]): Histogram {
  const buckets = new Map<number, number>();
  let sumUs = 0;
  let maxUs = 0;
  for (const duration of durationsUs) {
    const index = bucketOf(Math.round(duration));
    buckets.set(index, (buckets.get(index) ?? 0) + 1);
    sumUs += duration;
    maxUs = Math.max(maxUs, Math.round(duration));
  }
  return { count: durationsUs.length, sumUs, maxUs, buckets };
}

/** Adds up without loss: the merge of two runs is the histogram of both runs' durations. */
export function mergeHistograms(histograms: readonly Histogram[]): Histogram {
  const buckets = new Map<number, number>();
  for (const one of histograms)
    for (const [index, count] of one.buckets) buckets.set(index, (buckets.get(index) ?? 0) + count);
  return {
    count: histograms.reduce((sum, one) => sum + one.count, 0),
    sumUs: histograms.reduce((sum, one) => sum + one.sumUs, 0),
    maxUs: histograms.reduce((max, one) => Math.max(max, one.maxUs), 0),
    buckets,
  };
}

/**
 * The duration that `share` (0 to 1) of all do not exceed, by nearest rank, in microseconds; the middle of its bucket.
 * `undefined` without durations: no percentile is better than a made-up one.
 */
export function percentileUs(histogram: Histogram, share: number): number | undefined {
  if (histogram.count === 0) return undefined;
  const rank = Math.max(1, Math.ceil(share * histogram.count - 1e-9));
  if (rank >= histogram.count) return histogram.maxUs;
  let seen = 0;
  for (const index of [...histogram.buckets.keys()].sort((a, b) => a - b)) {
    seen += histogram.buckets.get(index) ?? 0;
    if (seen >= rank) return Math.min(middleOf(index), histogram.maxUs);
  }
  return histogram.maxUs;
}

export function bucketOf(microseconds: number): number {
  const shift = Math.max(0, Math.floor(Math.log2(Math.max(1, microseconds))) - 6);
  return shift * subBuckets + Math.floor(microseconds / 2 ** shift);
}

/** The least duration of a bucket, in microseconds. */
export function lowestOf(index: number): number {
  const shift = shiftOf(index);
  return (index - shift * subBuckets) * 2 ** shift;
}

function middleOf(index: number): number {
  return lowestOf(index) + (2 ** shiftOf(index) - 1) / 2;
}

function shiftOf(index: number): number {
  return Math.max(0, Math.floor(index / subBuckets) - 1);
}
