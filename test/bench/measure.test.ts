import { expect, test } from "vitest";
import { measure, ratiosOfPairs } from "./measure";

test("contenders take turns, and the first round is not counted", async () => {
  const calls: string[] = [];
  const contender = (name: string) => ({ name, sample: async () => calls.push(name) });
  const measured = await measure([contender("a"), contender("b")], 2);
  expect(calls).toEqual(["a", "b", "a", "b", "a", "b"]);
  expect(measured).toEqual([
    { name: "a", costs: [3, 5] },
    { name: "b", costs: [4, 6] },
  ]);
});

test("a cost is held against that of the same round", () => {
  expect(ratiosOfPairs([2, 30], [1, 10])).toEqual([2, 3]);
});
