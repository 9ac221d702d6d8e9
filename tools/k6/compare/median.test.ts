import { expect, test } from "vitest";
import { median, quantile } from "./median";

test("the median of odd, even and no values", () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

test("quartiles lie between values", () => {
  expect(quantile([5, 1, 3, 2, 4], 0.25)).toBe(2);
  expect(quantile([1, 2], 0.75)).toBe(1.75);
});
