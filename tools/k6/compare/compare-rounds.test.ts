import { expect, test } from "vitest";
import { isChange, isSlowerP50, shareOfRuns } from "../../../test/bench/comparison/simulate";
import { randomOf } from "../../random/random";
import { compareRounds, type RoundFigures } from "./compare-rounds";
import { differenceOfShares } from "./error-shares";
import { rejectedByHolm } from "./holm";

const simulations = 200;

test.each([
  [12, 1, "turns"],
  [12, 5, "turns"],
  [16, 1, "apart"],
  [16, 5, "apart"],
] as const)(
  "without a change, at most one of twenty runs of %d rounds and %d operations cries wolf (%s)",
  (rounds, operations, way) => {
    const cries = shareOfRuns({ machine: "busy", way, rounds, operations, shift: 0, simulations }, isChange);
    expect(cries.count / cries.of).toBeLessThanOrEqual(0.05);
  },
);

test.each([
  [24, 1, "turns"],
  [24, 5, "turns"],
] as const)(
  "a fifth more is found by %d rounds of %d operations in nineteen of twenty runs (%s)",
  (rounds, operations, way) => {
    const found = shareOfRuns({ machine: "busy", way, rounds, operations, shift: 0.2, simulations }, isSlowerP50);
    expect(found.count / found.of).toBeGreaterThanOrEqual(0.95);
  },
);

test("the same within the margin is said, and what cannot be told with what could have been seen", () => {
  const steady = (p50Ms: number): readonly RoundFigures[] =>
    Array.from({ length: 8 }, (_, round) => ({
      p50Ms: p50Ms + round / 1_000,
      p95Ms: 9 + ((round * 7) % 8),
      requests: 100,
      errors: 0,
    }));
  const { latencies } = compareRounds(
    [{ operation: "o", baseline: steady(5), candidate: [...steady(5.01)].reverse() }],
    { pairing: { kind: "turns" }, random: randomOf("steady") },
  );
  expect(latencies.map(({ metric, verdict }) => [metric, verdict])).toEqual([
    ["p50", "equivalent"],
    ["p95", "inconclusive"],
  ]);
  expect(latencies[1]?.smallestVisible).toBeGreaterThan(1.1);
});

test("one of eight rounds alone proves nothing", () => {
  const base = Array.from({ length: 8 }, () => ({ p50Ms: 5, p95Ms: 9, requests: 100, errors: 0 }));
  const candidate = base.map((one, round) => (round === 3 ? { ...one, p50Ms: 50, p95Ms: 90 } : one));
  const { latencies } = compareRounds([{ operation: "o", baseline: base, candidate }], {
    pairing: { kind: "turns" },
    random: randomOf("one"),
  });
  expect(latencies.map(({ verdict }) => verdict)).toEqual(["equivalent", "equivalent"]);
});

test("errors are compared by their shares", () => {
  const withErrors = (errors: number): readonly RoundFigures[] => [{ p50Ms: 5, p95Ms: 9, requests: 10_000, errors }];
  const change = (before: number, after: number) =>
    compareRounds([{ operation: "o", baseline: withErrors(before), candidate: withErrors(after) }], {
      pairing: { kind: "turns" },
      random: randomOf("errors"),
    }).errors.map(({ verdict }) => verdict);
  expect(change(0, 100)).toEqual(["regressed"]);
  expect(change(100, 0)).toEqual(["improved"]);
  expect(change(0, 0)).toEqual(["equivalent"]);
  expect(change(50, 60)).toEqual(["inconclusive"]);
});

// Newcombe 1998, table II, method 10: 56/70 less 48/80, 9/10 less 3/10, 10/10 less 0/10, 0/10 less 0/10.
test.each([
  [{ count: 56, of: 70 }, { count: 48, of: 80 }, [0.0524, 0.3339]],
  [{ count: 9, of: 10 }, { count: 3, of: 10 }, [0.1705, 0.809]],
  [{ count: 10, of: 10 }, { count: 0, of: 10 }, [0.6075, 1]],
  [{ count: 0, of: 10 }, { count: 0, of: 10 }, [-0.2775, 0.2775]],
])("the interval of %j less %j", (candidate, baseline, expected) => {
  const found = differenceOfShares(candidate, baseline);
  for (const [index, one] of found.entries()) expect(one).toBeCloseTo(expected[index] as number, 3);
});

test("Holm stops at the first hypothesis that stands", () => {
  expect(rejectedByHolm([0.01, 0.04, 0.03, 0.005], 0.05)).toEqual([true, false, false, true]);
  expect(rejectedByHolm([0.04], 0.05)).toEqual([true]);
  expect(rejectedByHolm([], 0.05)).toEqual([]);
});
