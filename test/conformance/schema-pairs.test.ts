import { afterAll, beforeAll, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../tools/postgres/shadow";
import { type PairResult, pairNames, tryPair } from "./pairs";

/** `npm run conformance`: every pair of the corpus in both directions. Prints counts and each pair that is not proved. */
let shadow: Shadow;

beforeAll(async () => {
  shadow = await startShadow(process.cwd(), 18);
});
afterAll(async () => {
  await shadow?.stop();
});

/** The share that must be proved: a little below what was measured, so that a loss is seen. */
test.each([
  ["pg-delta", 0.92],
  ["migra", 0.82],
] as const)(
  "%s: plans are proved (at least %d), or the reason is said",
  { timeout: 3_600_000 },
  async (collection, share) => {
    const names = pairNames(collection);
    if (names.length === 0) return console.log(`skipped: no corpus with ${collection} (set SPECLINE_CORPUS)`);
    const results: PairResult[] = [];
    for (const name of names) {
      for (const isReversed of [false, true]) {
        const result = await tryPair(shadow, collection, name, isReversed);
        if (result.outcome !== "proved" && result.outcome !== "equal")
          console.log(`${result.outcome} ${result.pair}: ${result.detail}`);
        results.push(result);
      }
    }
    const counts: Record<string, number> = {};
    for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
    console.log(`${collection}: ${results.length} directions: ${JSON.stringify(counts)}`);
    const provable = results.filter((one) => one.outcome !== "unloadable");
    const proved = provable.filter((one) => one.outcome === "proved" || one.outcome === "equal");
    expect(proved.length / provable.length).toBeGreaterThan(share);
  },
);
