import { expect, test } from "vitest";
import type { Measured } from "../measure";
import { summarize } from "../summary";
import type { VerdictWord } from "../verdict";
import type { ErrorChange, LatencyChange } from "./compare-rounds";
import { judgeComparison } from "./judge-comparison";

const side = (verdict: VerdictWord): Measured => ({
  outcomes: [],
  summary: summarize({ cells: [], counters: new Map(), isComplete: true }, 1),
  verdict: { verdict, success: verdict === "passed", reasons: ["because"] },
});

const change = (more: Partial<LatencyChange>): LatencyChange => ({
  operation: "getOrder",
  metric: "p50",
  baselineMs: 5,
  candidateMs: 5.2,
  ratio: 1.04,
  interval: [0.98, 1.1],
  margin: 0.05,
  smallestVisible: 1.12,
  roundsNeeded: 40,
  verdict: "inconclusive",
  ...more,
});
const errors: ErrorChange = {
  operation: "getOrder",
  metric: "errors",
  baseline: 0.01,
  candidate: 0.02,
  interval: [-0.001, 0.021],
  smallestVisible: 0.012,
  roundsNeeded: Number.POSITIVE_INFINITY,
  verdict: "inconclusive",
};

const usual = {
  sides: { baseline: side("passed"), candidate: side("passed") },
  latencies: [change({})],
  errors: [],
  rounds: 16,
  differences: [],
  failOn: "regressed",
} as const;

test.each([
  ["cannot tell", {}, "inconclusive", true, /a change of \+12\.0 % could have been seen; about 40 rounds would tell/],
  ["cannot tell, and may not", { failOn: "inconclusive" }, "inconclusive", false, /about 40 rounds/],
  [
    "will never tell",
    { latencies: [change({ roundsNeeded: Number.POSITIVE_INFINITY })] },
    "inconclusive",
    true,
    /more rounds will hardly tell/,
  ],
  [
    "is beyond the margin, but not among all figures",
    { latencies: [change({ interval: [1.06, 1.2] })] },
    "inconclusive",
    true,
    /among so many figures one such may be luck/,
  ],
  ["errors cannot be told", { latencies: [], errors: [errors] }, "inconclusive", true, /a change of 1\.20 % could/],
  ["slower", { latencies: [change({ verdict: "regressed" })] }, "regressed", false, /p50 5\.00 → 5\.20 ms, \+4\.0 %/],
  ["faster", { latencies: [change({ verdict: "improved" })], failOn: "inconclusive" }, "improved", true, /getOrder/],
  ["the same", { latencies: [change({ verdict: "equivalent" })] }, "equivalent", true, /no change/],
  ["elsewhere", { differences: ["cores: 2 → 4"] }, "inconclusive", true, /environment differs: cores: 2 → 4/],
  ["too few rounds", { rounds: 5 }, "no-samples", false, /in 5 rounds only/],
  [
    "k6 was the bottleneck",
    { sides: { baseline: side("passed"), candidate: side("generator-bound") }, differences: ["cores: 2 → 4"] },
    "generator-bound",
    false,
    /candidate: because/,
  ],
] as const)("%s", (_, input, verdict, success, reason) => {
  const judged = judgeComparison({ ...usual, ...input });
  expect([judged.verdict, judged.success]).toEqual([verdict, success]);
  expect(judged.reasons.join("\n")).toMatch(reason);
});
