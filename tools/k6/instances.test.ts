import { expect, it } from "vitest";
import { segmentsOf, usersFor } from "./instances";
import { mergeOutcomes } from "./run-instances";
import type { K6Outcome } from "./run-k6";

it.each([
  [1, ["0:1"], "0,1"],
  [2, ["0:1/2", "1/2:1"], "0,1/2,1"],
  [3, ["0:1/3", "1/3:2/3", "2/3:1"], "0,1/3,2/3,1"],
])("cuts a test into %i parts without a gap", (count, parts, sequence) => {
  expect(segmentsOf(count)).toEqual(parts.map((segment) => ({ segment, sequence })));
});

it.each([
  [20, 1, 20],
  [20, 3, 21],
  [21, 3, 21],
  [1, 4, 4],
])("makes of %i users for %i instances %i", (users, instances, wanted) => {
  expect(usersFor(users, instances)).toBe(wanted);
});

const measurement = { cells: [], counters: new Map([["iterations", 5]]), isComplete: true };
const whole: K6Outcome = { exitCode: 0, measurement, messages: ["same"], processors: [], cpuShare: 0.25 };

it("adds up what instances measured, their share of the processors included", () => {
  const merged = mergeOutcomes([whole, { ...whole, exitCode: 99 }], undefined);
  expect(merged).toMatchObject({ exitCode: 0, messages: ["same"], cpuShare: 0.5 });
  expect(merged.measurement.counters.get("iterations")).toBe(10);
  expect(merged.lost).toBeUndefined();
});

it("does not know the share of all when it does not know that of one", () => {
  const { cpuShare: _, ...unknown } = whole;
  expect(mergeOutcomes([whole, unknown], undefined)).not.toHaveProperty("cpuShare");
});

it("names the instance that ended first, not those that were stopped for it", () => {
  const { exitCode: _, ...killed } = whole;
  const merged = mergeOutcomes([{ ...whole, exitCode: 105 }, killed, { ...whole, exitCode: 105 }], 1);
  expect(merged).not.toHaveProperty("exitCode");
  expect(merged.lost).toMatch(/^instance 2 of 3 was ended by a signal/);
});

it("keeps the words of the instance whose script failed", () => {
  const failed = { ...whole, exitCode: 107, messages: ["no rows"] };
  expect(mergeOutcomes([{ ...whole, exitCode: 105 }, failed], 1)).toMatchObject({
    exitCode: 107,
    messages: ["instance 2 of 2: no rows", "same"],
  });
});
