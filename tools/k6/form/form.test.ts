import { describe, expect, it } from "vitest";
import { randomOf } from "../../random/random";
import { histogramOf } from "../histogram";
import type { Measurement, RequestCell } from "../measurement";
import type { MeasureOptions } from "../options/measure-options";
import { runKindOf } from "../options/run-kind";
import { readCsv } from "../read-csv";
import { readHistograms } from "../read-histograms";
import { k6Scenarios } from "./k6-scenarios";
import { type LoadForm, stagesOf } from "./load-form";
import { readForm } from "./read-form";
import { checkBound, checkRounds, shareOfBound } from "./request-bound";
import { judgeSoak, soakDrift } from "./soak-drift";
import { judgeSpike, spikeRecovery } from "./spike-recovery";
import { secondsOf } from "./stage";

function form(options: MeasureOptions): LoadForm {
  const kind = runKindOf(options);
  const read = readForm(kind as LoadForm["kind"], options);
  if (!("kind" in read)) throw new Error(JSON.stringify(read));
  return read;
}

describe("a form of load becomes k6's scenarios", () => {
  it.each([
    [{ scenario: "smoke" }, ["smoke 0s"], 60],
    [{}, ["warm-up 0s", "load 1s"], 11],
    [{ rate: 0.5, duration: 3, warmup: 0 }, ["load 0s"], 3],
    [{ steps: "1,2,4" }, ["step-1 0s", "step-2 6s", "step-3 12s"], 18],
    [{ scenario: "spike", duration: "4s" }, ["warm-up 0s", "base 2s", "spike 6s", "after 10s"], 18],
    [{ scenario: "soak" }, ["warm-up 0s", "soak 10s"], 1810],
  ] as const)("%j", (options, starts, seconds) => {
    const stages = stagesOf(form(options));
    const scenarios = k6Scenarios(stages);
    expect(Object.entries(scenarios).map(([name, one]) => `${name} ${one.startTime}`)).toEqual(starts);
    expect(secondsOf(stages)).toBe(seconds);
  });

  it("of steps, of which no more than two have users at a time", () => {
    expect(k6Scenarios(stagesOf(form({ steps: "0.25/s,10/s,20/s" })))).toEqual({
      "step-1": {
        executor: "constant-arrival-rate",
        rate: 15,
        timeUnit: "60s",
        duration: "6000ms",
        startTime: "0s",
        gracefulStop: "6s",
      },
      "step-2": {
        executor: "constant-arrival-rate",
        rate: 10,
        timeUnit: "1s",
        duration: "6000ms",
        startTime: "6s",
        gracefulStop: "6s",
      },
      "step-3": {
        executor: "constant-arrival-rate",
        rate: 20,
        timeUnit: "1s",
        duration: "6000ms",
        startTime: "12s",
        gracefulStop: "30s",
      },
    });
  });

  it("an iteration that began in the warm-up or at the end has time to end", () => {
    const graces = Object.values(k6Scenarios(stagesOf(form({ duration: "10s" })))).map((one) => one.gracefulStop);
    expect(graces).toEqual(["10s", "30s"]);
  });
});

describe("a run that is planned beyond its bound", () => {
  it.each([
    [{ rate: 20, duration: "10s" }, 5, undefined, true],
    [{ rate: 20_000, duration: "10s" }, 5, undefined, false],
    [{ rate: 20_000, duration: "10s" }, 5, 2_000_000, true],
    [{ rate: 20, duration: "10s", warmup: 0 }, 1, 201, true],
    [{ rate: 20, duration: "10s", warmup: 0 }, 1, 200, false],
    [{ concurrency: 1000, duration: "1h" }, 5, 5, true],
    [{ concurrency: 1000, duration: "1h" }, 5, 4, false],
    [{ scenario: "smoke" }, 5, 4, false],
  ])("%j of %i requests each, bound %s: %s", (options, requests, bound, isAllowed) => {
    expect(checkBound(form(options), requests, bound).length === 0).toBe(isAllowed);
  });
});

/** Requests of each second of a run that began at second 100, by what they took. */
function measured(stageAt: (second: number) => string, msAt: (second: number) => number, seconds: number): Measurement {
  const random = randomOf("requests");
  const cells = Array.from(
    { length: seconds },
    (_, second): RequestCell => ({
      second: 100 + second,
      stage: stageAt(second),
      operation: "listPets",
      method: "GET",
      status: 200,
      errorCode: "",
      isExpected: true,
      latency: histogramOf(Array.from({ length: 40 }, () => msAt(second) * random.integer(900, 1100))),
    }),
  );
  return { cells, counters: new Map(), isComplete: true };
}

describe("a spike", () => {
  const spike = form({ scenario: "spike", duration: "10s", warmup: 0 });
  if (spike.kind !== "spike") throw new Error("no spike");
  const stage = (second: number) => (second < 10 ? "base" : second < 20 ? "spike" : "after");
  const thresholds = { p95Ms: 500, errorRate: 0.01, isAsked: false };
  it.each([
    ["at once", (second: number) => (second >= 10 && second < 20 ? 90 : 10), 0, "passed"],
    ["after five seconds", (second: number) => (second >= 10 && second < 25 ? 90 : 10), 5, "passed"],
    [
      "not for three seconds in a row",
      (second: number) => (second >= 10 && second % 3 === 0 ? 90 : 10),
      undefined,
      "not-recovered",
    ],
    ["never", (second: number) => (second >= 10 ? 90 : 10), undefined, "not-recovered"],
  ] as const)("is over %s", (_, msAt, seconds, verdict) => {
    const measurement = measured(stage, (second) => msAt(second) * (second === 3 ? 1.2 : 1), 40);
    const recovery = spikeRecovery(spike, measurement);
    expect(recovery?.recoverySeconds).toBe(seconds);
    expect(judgeSpike(spike, measurement, thresholds, recovery).verdict).toBe(verdict);
  });

  it("says nothing of a stage without samples", () => {
    expect(
      spikeRecovery(
        spike,
        measured(
          () => "base",
          () => 10,
          10,
        ),
      ),
    ).toBeUndefined();
  });
});

describe("a soak", () => {
  const soak = form({ scenario: "soak", duration: "20m", warmup: 0 });
  if (soak.kind !== "soak") throw new Error("no soak");
  const passed = { verdict: "passed", success: true, reasons: [] } as const;
  it.each([
    ["drifts", (second: number) => 10 + second / 300, "drifted"],
    ["stays", () => 10, "passed"],
    ["is shaken now and then", (second: number) => (second % 17 === 0 ? 30 : 10), "passed"],
  ] as const)("that %s", (_, msAt, verdict) => {
    const drift = soakDrift(
      soak,
      measured(() => "soak", msAt, 1200),
      randomOf("soak"),
    );
    expect(judgeSoak(drift, passed).verdict).toBe(verdict);
    expect(drift?.warning).toBeUndefined();
  });

  it("of a minute warns", () => {
    const drift = soakDrift(
      { ...soak, seconds: 60 },
      measured(
        () => "soak",
        () => 10,
        60,
      ),
      randomOf("soak"),
    );
    expect(drift?.warning).toContain("60 s show only what changes within seconds");
  });
});

describe("stages are told apart", () => {
  it("in our output", () => {
    const line = (value: object) => `${JSON.stringify(value)}\n`;
    const request = {
      t: 1,
      op: "a",
      method: "GET",
      status: "200",
      code: "",
      expected: true,
      n: 1,
      sum: 10,
      max: 10,
      h: { 10: 1 },
    };
    const text = [
      line({ format: "oashist/1" }),
      line({ ...request, scenario: "step-1" }),
      line({ ...request, scenario: "" }),
      line({ t: 1, scenario: "step-1", counter: "iterations", op: "", value: 2 }),
      line({ t: 2, scenario: "step-2", counter: "iterations", op: "", value: 3 }),
    ].join("");
    const { cells, counters, stageCounters } = readHistograms(text);
    expect(cells.map((one) => one.stage)).toEqual(["step-1", undefined]);
    expect(counters.get("iterations")).toBe(5);
    expect(stageCounters?.get("step-2")?.get("iterations")).toBe(3);
  });

  it("in plain k6's CSV", () => {
    const text = [
      "metric_name,timestamp,metric_value,error_code,expected_response,method,name,scenario,status",
      "http_req_duration,1,2.5,,true,GET,a,step-1,200",
      "http_req_duration,1,2.5,,true,GET,a,step-2,200",
      "dropped_iterations,1,4,,,,,step-2,",
    ].join("\n");
    const { cells, stageCounters } = readCsv(text, [], true);
    expect(cells.map((one) => one.stage)).toEqual(["step-1", "step-2"]);
    expect(stageCounters?.get("step-2")?.get("dropped_iterations")).toBe(4);
  });
});

describe("the bound of requests of rounds", () => {
  const rounds = { count: 12, seconds: 3, rate: 10, probes: 2 };

  it("is divided among all runs of all scripts, so that together they send no more", () => {
    expect(shareOfBound(1_000, rounds, 3)).toEqual({ MAX_REQUESTS: "23" });
    expect(23 * (12 + 2) * 3).toBeLessThanOrEqual(1_000);
    expect(shareOfBound(undefined, rounds, 3)).toEqual({});
  });

  it("holds for all that is planned", () => {
    expect(checkRounds(rounds, 2, 808)).toEqual([]);
    expect(checkRounds(rounds, 2, 807)[0]?.hint).toContain("--max-requests=808");
  });
});
