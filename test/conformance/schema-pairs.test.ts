import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Shadow, startShadow } from "../../tools/postgres/shadow";
import { chooseEngine } from "../../tools/schema-engine/engine/choose-engine";
import { isInstalled } from "../database/is-installed";
import { type PairResult, pairNames, tryPair } from "./pairs";

/** `npm run conformance`: every pair of the corpus in both directions. Prints counts and each pair that is not proved. */
const collections = ["pg-delta", "migra"];
const pairs = collections.flatMap((collection) => pairNames(collection).map((name) => ({ collection, name })));
if (pairs.length === 0) console.log("skipped: no corpus of pairs (set SPECLINE_CORPUS)");

describe.runIf(pairs.length > 0).each([18, 17, 16, 15].filter(isInstalled))("PostgreSQL %d", (major) => {
  let shadow: Shadow;
  beforeAll(async () => {
    shadow = await startShadow(process.cwd(), major);
  });
  afterAll(async () => {
    await shadow?.stop();
  });

  // The aim is 98 of 100; what is left is in docs/conformance.md. A little below what was measured, so that a loss is seen.
  test("at least 98 of 100 directions are proved, and the reason of each other is said", {
    timeout: 3_600_000,
  }, async () => {
    const results: PairResult[] = [];
    for (const { collection, name } of pairs) {
      for (const isReversed of [false, true]) {
        const result = await tryPair(shadow, collection, name, isReversed);
        if (result.outcome !== "proved" && result.outcome !== "equal")
          console.log(`${result.outcome} ${result.pair}: ${result.detail}`);
        if (result.windows?.length) console.log(`window ${result.pair}: ${result.windows.join(", ")}`);
        results.push(result);
      }
    }
    const counts: Record<string, number> = {};
    for (const { outcome } of results) counts[outcome] = (counts[outcome] ?? 0) + 1;
    console.log(`PostgreSQL ${major}: ${results.length} directions: ${JSON.stringify(counts)}`);
    const withWindows = results.filter((one) => one.windows?.length).length;
    console.log(`PostgreSQL ${major}: ${withWindows} plans leave something away between two parts`);
    // The catalog snapshot must see whatever pg_dump sees.
    expect(results.filter((one) => one.outcome === "drifted").map((one) => one.pair)).toEqual([]);
    const provable = results.filter((one) => one.outcome !== "unloadable");
    const proved = provable.filter((one) => one.outcome === "proved" || one.outcome === "equal");
    expect(proved.length / provable.length).toBeGreaterThanOrEqual(0.98);
  });

  test("a sample with the engine Atlas: what is proved is planned by it, or by pg-delta with the reason", async () => {
    const engine = await chooseEngine("atlas", console.log);
    const sample = pairs.filter((_, index) => index % 12 === 0);
    const counts = { atlas: 0, inPlace: 0, other: 0 };
    for (const { collection, name } of sample) {
      for (const isReversed of [false, true]) {
        const result = await tryPair(shadow, collection, name, isReversed, engine);
        if (result.outcome !== "proved") counts.other++;
        else if (result.detail === engine.description) counts.atlas++;
        else {
          counts.inPlace++;
          expect(result.detail).toMatch(/pg-delta .* in place of .*: it(s plan)? /);
        }
        if (result.outcome === "unproved" || result.outcome === "no-plan")
          console.log(`${result.outcome} ${result.pair}: ${result.detail}`);
      }
    }
    console.log(`PostgreSQL ${major}, ${engine.description}: ${JSON.stringify(counts)}`);
    expect(counts.atlas).toBeGreaterThan(0);
    expect(counts.inPlace).toBeGreaterThan(0);
    expect(counts.atlas + counts.inPlace).toBeGreaterThan(counts.other);
  });
});
