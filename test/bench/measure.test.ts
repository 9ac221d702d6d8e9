import { expect, test } from "vitest";
import { measure, median, quantile, ratiosOfPairs } from "./measure";

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

test("the median of odd, even and no values", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test("quartiles lie between values", () => {
  expect(quantile([5, 1, 3, 2, 4], 0.25)).toBe(2);
  expect(quantile([1, 2], 0.75)).toBe(1.75);
});

test("a cost is held against that of the same round", () => {
  expect(ratiosOfPairs([2, 30], [1, 10])).toEqual([2, 3]);
});
