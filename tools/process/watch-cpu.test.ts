import { describe, expect, it } from "vitest";
import { watchCpu } from "./watch-cpu";

describe("watchCpu", () => {
  it.each([
    ["a tenth of a second", 100_000_000n, undefined],
    ["just under a second", 999_999_999n, undefined],
    ["a second", 1_000_000_000n, expect.any(Number)],
  ])("of a process that was seen for %s", (_, lived, share) => {
    let clock = 5n;
    const watch = watchCpu(process.pid, () => clock);
    clock += lived;
    expect(watch.stop()).toEqual(share);
  });

  it("divides CPU time by the time of all cores", () => {
    let clock = 0n;
    const watch = watchCpu(process.pid, () => clock);
    clock = 1_000_000_000_000n;
    const share = watch.stop() ?? Number.NaN;
    expect(share).toBeGreaterThan(0);
    // This process has not used all cores for a thousand seconds.
    expect(share).toBeLessThan(1);
  });

  it("knows nothing of a process that is not there", () => {
    let clock = 0n;
    const watch = watchCpu(2 ** 30, () => clock);
    clock = 2_000_000_000n;
    expect(watch.stop()).toBeUndefined();
  });
});
