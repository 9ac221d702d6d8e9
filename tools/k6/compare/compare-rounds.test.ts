import { expect, test } from "vitest";
import { randomOf } from "../../random/random";
import { compareRounds, type OperationRounds, type RoundFigures } from "./compare-rounds";
import { differenceOfShares } from "./error-shares";
import { rejectedByHolm } from "./holm";

/** Rounds of a service on a machine whose speed drifts and that is disturbed now and then, as those of CI are. */
function rounds(key: string, count: number, operations: number, shift: number): readonly OperationRounds[] {
  const random = randomOf(key);
  const uniform = () => random.integer(0, 1_000_000) / 1_000_000;
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform() * 0.999999)) * Math.cos(2 * Math.PI * uniform());
  const drift = Array.from({ length: count }, () => Math.exp(0.15 * normal()));
  const figures = (round: number, factor: number): RoundFigures => {
    const luck = Math.exp(0.03 * normal()) * (random.chance(0.1) ? 1.5 : 1);
    const p50Ms = 5 * factor * (drift[round] as number) * luck;
    return { p50Ms, p95Ms: p50Ms * 2 * Math.exp(0.3 * Math.abs(normal())), requests: 1_000, errors: 0 };
  };
  return Array.from({ length: operations }, (_, index) => ({
    operation: `o${index}`,
    baseline: Array.from({ length: count }, (_one, round) => figures(round, 1)),
    candidate: Array.from({ length: count }, (_one, round) => figures(round, 1 + shift)),
  }));
}

const simulations = 200;

function shareOf(isSo: (key: string) => boolean): number {
  return Array.from({ length: simulations }, (_, index) => isSo(`s${index}`)).filter(Boolean).length / simulations;
}

test.each([
  [12, 1, true],
  [12, 5, true],
  [12, 3, false],
])(
  "without a change, at most one of twenty runs of %d rounds and %d operations cries wolf (by turns: %j)",
  (count, operations, isPaired) => {
    const cries = shareOf((key) =>
      compareRounds(rounds(key, count, operations, 0), { isPaired, random: randomOf(`draw ${key}`) }).latencies.some(
        ({ verdict }) => verdict === "regressed" || verdict === "improved",
      ),
    );
    expect(cries).toBeLessThanOrEqual(0.05);
  },
);

test.each([
  [16, 1],
  [16, 5],
])("a fifth more is found by %d rounds of %d operations in nineteen of twenty runs", (count, operations) => {
  const found = shareOf((key) =>
    compareRounds(rounds(key, count, operations, 0.2), {
      isPaired: true,
      random: randomOf(`draw ${key}`),
    }).latencies.some(({ metric, verdict }) => metric === "p50" && verdict === "regressed"),
  );
  expect(found).toBeGreaterThanOrEqual(0.95);
});

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
    { isPaired: true, random: randomOf("steady") },
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
    isPaired: true,
    random: randomOf("one"),
  });
  expect(latencies.map(({ verdict }) => verdict)).toEqual(["equivalent", "equivalent"]);
});

test("errors are compared by their shares", () => {
  const withErrors = (errors: number): readonly RoundFigures[] => [{ p50Ms: 5, p95Ms: 9, requests: 10_000, errors }];
  const change = (before: number, after: number) =>
    compareRounds([{ operation: "o", baseline: withErrors(before), candidate: withErrors(after) }], {
      isPaired: true,
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
