import { describe, expect, it } from "vitest";
import { randomOf } from "../../random/random";
import { histogramOf } from "../histogram";
import { summarize } from "../summary";
import { countInstances } from "./count-instances";
import { generatorBound, judgeScaling } from "./judge-scaling";
import { modelScaling } from "./model-scaling";
import { nameLimit } from "./name-limit";
import type { Scaling } from "./scaling";
import type { ProcessorUse, StepFigures } from "./step-figures";

function summaryOf(perSecond: number, ms: number) {
  const cell = {
    second: 1,
    operation: "listPets",
    method: "GET",
    status: 200,
    errorCode: "",
    isExpected: true,
    latency: histogramOf(Array.from({ length: perSecond }, () => ms * 1000)),
  };
  return summarize({ cells: [cell], counters: new Map(), isComplete: true }, 1);
}

function step(
  users: number,
  perSecond: number,
  use?: Partial<ProcessorUse>,
  misses: readonly string[] = [],
): StepFigures {
  const ms = (1000 * users) / perSecond;
  return {
    pace: { kind: "users", users },
    summary: summaryOf(perSecond, ms),
    iterationsPerSecond: perSecond,
    inFlight: users,
    littleDeviation: 0,
    misses,
    ...(use === undefined ? {} : { processors: { machine: 0.4, k6: 0.1, otherProcessors: 0.1, ...use } }),
  };
}

describe("what limits", () => {
  it.each([
    ["event-loop", [step(1, 50, {}), step(2, 100, {}), step(4, 105, { serverProcessors: 0.97 })]],
    ["waiting", [step(1, 50, {}), step(2, 100, {}), step(4, 100, { serverProcessors: 0.2 })]],
    [
      "other-processes",
      [step(1, 50, {}), step(2, 100, {}), step(4, 100, { serverProcessors: 0.2, otherProcessors: 1.1 })],
    ],
    ["machine", [step(1, 50, {}), step(2, 100, {}), step(4, 100, { serverProcessors: 0.5, machine: 0.99 })]],
    ["generator", [step(1, 50, {}), step(2, 100, {}), step(4, 190, { k6: 0.85, serverProcessors: 0.2 })]],
    ["none-seen", [step(1, 50, {}), step(2, 100, {}), step(4, 190, { serverProcessors: 0.6 })]],
    ["unknown", [step(1, 50), step(2, 100), step(4, 101)]],
    ["unknown", [step(1, 50, {}), step(2, 100, {}), step(4, 101, {})]],
    ["unknown", []],
  ] as const)("is %s", (limit, steps) => {
    expect(nameLimit(steps).limit).toBe(limit);
  });
});

function scaling(steps: readonly StepFigures[], more: Partial<Scaling> = {}): Scaling {
  const points = steps.map((one) => ({ concurrency: one.inFlight, throughput: one.summary.total.requestsPerSecond }));
  return { steps, best: 1, holds: [], model: modelScaling(points, randomOf("test")), limit: nameLimit(steps), ...more };
}

const pool = [1, 2, 4, 8, 16].map((users) => step(users, 25 * Math.min(users, 4), { serverProcessors: 0.1 }));
const line = [1, 2, 4, 8, 16].map((users) => step(users, 25 * users, { serverProcessors: 0.1 }));
const hold = { iterationsPerSecond: 98, seconds: 30, summary: summaryOf(98, 40), misses: [] };
const missed = { ...hold, misses: ["p95 is 900 ms (at most 500 ms)"] };

describe("a run of steps", () => {
  it.each([
    ["passed", scaling(pool, { holds: [missed, hold] })],
    ["passed", scaling(line, { holds: [hold] })],
    ["unconfirmed", scaling(pool, { holds: [missed, missed, missed] })],
    ["unconfirmed", scaling(pool)],
    ["not-identified", scaling(line, { holds: [hold], targetRps: 1000 })],
    ["not-identified", scaling(pool.slice(0, 4), { holds: [hold], targetRps: 1000 })],
    ["passed", scaling(pool, { holds: [hold], targetRps: 1000, advice: countInstances(1000, 98) })],
    ["generator-bound", scaling([...pool, step(32, 100, { k6: 0.9 })], { holds: [hold], targetRps: 1000 })],
    [
      "generator-bound",
      scaling(
        pool.map((one) => ({ ...one, littleDeviation: -0.3 })),
        { holds: [hold] },
      ),
    ],
  ])("is %s", (verdict, found) => {
    const judged = judgeScaling(found);
    expect(judged.verdict).toBe(verdict);
    expect(judged.success).toBe(verdict === "passed");
    expect(judged.reasons.length).toBeGreaterThan(0);
  });

  it("says that none meets the objectives", () => {
    const { best: _, ...none } = scaling(pool.map((one) => ({ ...one, misses: ["p95 is 900 ms (at most 500 ms)"] })));
    expect(judgeScaling(none).verdict).toBe("thresholds-crossed");
  });

  it("is bound by k6 only where it counts", () => {
    const off = pool.map((one, index) => (index === 0 ? { ...one, littleDeviation: -0.5 } : one));
    expect(generatorBound(scaling(off))).toBeUndefined();
  });
});

it.each([
  [1000, 98, 15],
  [68, 98, 1],
  [69, 98, 2],
])("counts for %i requests/s of %i borne %i instances", (target, borne, instances) => {
  expect(countInstances(target, borne).instances).toBe(instances);
});
