import { describe, expect, it } from "vitest";
import { bucketOf, histogramOf, mergeHistograms, percentileUs } from "./histogram";

/** mulberry32: the same numbers on every machine. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function exactPercentile(durations: readonly number[], share: number): number {
  const sorted = [...durations].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length - 1e-9) - 1)] ?? 0;
}

describe("bucketOf", () => {
  it.each([
    [0, 0],
    [1, 1],
    [127, 127],
    [128, 128],
    [129, 128],
    [254, 191],
    [255, 191],
    [256, 192],
    [1000, 317],
    [1_000_000, 954],
  ])("puts %i µs into bucket %i, like the Go side", (duration, bucket) => {
    expect(bucketOf(duration)).toBe(bucket);
  });

  it("is right at every power of two, where logarithms are not exact", () => {
    for (let power = 7; power < 45; power++) {
      const at = bucketOf(2 ** power);
      expect(bucketOf(2 ** power - 1)).toBe(at - 1);
      expect(at % 64).toBe(0);
    }
  });
});

describe("percentileUs", () => {
  it("knows nothing of nothing", () => {
    expect(percentileUs(histogramOf([]), 0.5)).toBeUndefined();
  });

  it("gives a single duration for every share", () => {
    for (const share of [0, 0.5, 0.99, 1]) expect(percentileUs(histogramOf([100_003]), share)).toBe(100_003);
  });

  it("is exact below 128 µs and for the maximum", () => {
    const durations = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(percentileUs(histogramOf(durations), 0.5)).toBe(50);
    expect(percentileUs(histogramOf(durations), 0.95)).toBe(95);
    expect(percentileUs(histogramOf([...durations, 987_654_321]), 1)).toBe(987_654_321);
  });

  it("is at most 1.6 % off the exact nearest rank, whatever the distribution", () => {
    for (let seed = 1; seed <= 60; seed++) {
      const next = randomNumbers(seed);
      const scale = 10 ** (1 + (seed % 6));
      const count = 1 + Math.floor(next() * 3000);
      const durations = Array.from({ length: count }, () => Math.round(scale * Math.exp(3 * next())));
      const histogram = histogramOf(durations);
      for (const share of [0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1]) {
        const exact = exactPercentile(durations, share);
        const found = percentileUs(histogram, share) ?? Number.NaN;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * 0.016);
      }
    }
  });
});

describe("mergeHistograms", () => {
  it("is the histogram of all durations, however they were split", () => {
    for (let seed = 1; seed <= 30; seed++) {
      const next = randomNumbers(seed);
      const durations = Array.from({ length: 500 }, () => Math.round(next() * 10 ** (next() * 7)));
      const parts = [0, 1, 2].map((part) => histogramOf(durations.filter((_, index) => index % 3 === part)));
      const merged = mergeHistograms(parts);
      const whole = histogramOf(durations);
      expect(new Map([...merged.buckets].sort())).toEqual(new Map([...whole.buckets].sort()));
      expect([merged.count, merged.maxUs]).toEqual([whole.count, whole.maxUs]);
      expect(merged.sumUs).toBeCloseTo(whole.sumUs, 3);
    }
  });
});
