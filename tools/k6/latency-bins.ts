import { type Histogram, lowestOf } from "./histogram";

/** Latencies in bins of equal width on a logarithmic scale, the same for all operations of a report. */
export interface LatencyBins {
  readonly lowestMs: number;
  readonly highestMs: number;
  /** Of each histogram its bins, of each bin its requests. */
  readonly counts: readonly (readonly number[])[];
  /** Where on the scale a latency is, 0 to 1. */
  readonly place: (ms: number) => number;
}

/** `undefined` without requests. */
export function latencyBins(histograms: readonly Histogram[], count: number): LatencyBins | undefined {
  const filled = histograms.filter((one) => one.count > 0);
  if (filled.length === 0) return undefined;
  const lowest = Math.max(1, Math.min(...filled.flatMap(({ buckets }) => [...buckets.keys()].map(lowestOf))));
  const highest = Math.max(lowest * 2, ...filled.map((one) => one.maxUs));
  const place = (us: number) =>
    Math.min(1, Math.max(0, Math.log(Math.max(1, us) / lowest) / Math.log(highest / lowest)));
  return {
    lowestMs: lowest / 1000,
    highestMs: highest / 1000,
    place: (ms) => place(ms * 1000),
    counts: histograms.map(({ buckets }) => {
      const bins = Array.from({ length: count }, () => 0);
      for (const [index, requests] of buckets) {
        const bin = Math.min(count - 1, Math.floor(place(lowestOf(index)) * count));
        bins[bin] = (bins[bin] ?? 0) + requests;
      }
      return bins;
    }),
  };
}
