import { expect, test } from "vitest";
import { checkHostile } from "./check-hostile";
import { checkServed } from "./check-served";

/** Thousands more: `npm run fuzz -- hostile <count> <first seed>`. */
test("text of a description never becomes code, nor a path", async () => {
  const failures: string[] = [];
  for (let seed = 1; seed <= 60; seed++)
    for (const problem of await checkHostile(seed)) failures.push(`seed ${seed}: ${problem}`);
  expect(failures).toEqual([]);
});

/** One on each framework; more: `npm run fuzz -- served <count> <first seed>`. */
test.each([1, 2, 3])("a service of a hostile description answers: seed %i", async (seed) => {
  expect(await checkServed(seed)).toEqual([]);
});
