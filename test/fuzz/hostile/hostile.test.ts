import { expect, test } from "vitest";
import { checkHostile } from "./check-hostile";

/** Thousands more: `npm run fuzz -- hostile <count> <first seed>`. */
test("text of a description never becomes code, nor a path", async () => {
  const failures: string[] = [];
  for (let seed = 1; seed <= 60; seed++)
    for (const problem of await checkHostile(seed)) failures.push(`seed ${seed}: ${problem}`);
  expect(failures).toEqual([]);
});
