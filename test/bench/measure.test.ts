import { expect, test } from "vitest";
import { measure, median } from "./measure";

test("contenders take turns, and the first round is not counted", async () => {
  const calls: string[] = [];
  const contender = (name: string) => ({ name, run: async () => calls.push(name) });
  const measured = await measure([contender("a"), contender("b")], 2);
  expect(calls).toEqual(["a", "b", "a", "b", "a", "b"]);
  expect(measured.map(({ durationsMs }) => durationsMs.length)).toEqual([2, 2]);
});

test("the median of odd, even and no values", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});
