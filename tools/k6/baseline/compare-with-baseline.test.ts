import { expect, test } from "vitest";
import { randomOf } from "../../random/random";
import { histogramOf } from "../histogram";
import type { Baseline, BaselineRound } from "./baseline";
import { compareWithBaseline } from "./compare-with-baseline";
import { type Environment, environmentDifferences } from "./environment";

const here: Environment = {
  cpuModel: "Z80",
  cores: 2,
  platform: "linux x64",
  node: "v20.20.2",
  k6Version: "v1.8.1",
  k6Origin: "cache",
  scripts: { orders: "abc", products: "def" },
  specs: { orders: "1" },
  build: "1",
};

const rounds = (p50Ms: number, echoMs: number): readonly BaselineRound[] =>
  Array.from({ length: 16 }, (_, round) => {
    const luck = 1 + ((round * 7) % 5) / 200;
    const latency = histogramOf([0.9, 1, 1.1].map((share) => share * p50Ms * luck * 1_000));
    return { calibrationMs: echoMs * luck, operations: new Map([["listOrders", { latency, errors: 0 }]]) };
  });

const compare = (now: readonly BaselineRound[], environment: Environment, allowsEnvDrift = false) => {
  const baseline: Baseline = {
    measuredAt: "2026-11-29T12:00:00.000Z",
    server: "http://127.0.0.1:3000",
    subject: { kind: "api", api: "shop" },
    load: { rate: 20, concurrency: null, secondsPerRound: 3 },
    environment: here,
    rounds: rounds(5, 0.2),
  };
  const random = randomOf("compare");
  return compareWithBaseline({ baseline, environment, rounds: now, allowsEnvDrift, random });
};

test.each([
  ["the same", rounds(5, 0.2), here, false, "equivalent", 0],
  ["slower by a fifth", rounds(6, 0.2), here, false, "regressed", 0],
  ["faster by a fifth", rounds(4, 0.2), here, false, "improved", 0],
  ["slower, but so is the machine", rounds(6, 0.25), here, false, "inconclusive", 1],
  ["slower as the machine is, divided by that", rounds(6.25, 0.25), here, true, "equivalent", 0],
  ["twice as slow on a slower machine", rounds(10, 0.25), here, true, "regressed", 0],
  ["slower elsewhere", rounds(6, 0.2), { ...here, cpuModel: "6502" }, false, "inconclusive", 1],
  ["slower elsewhere, allowed", rounds(8, 0.2), { ...here, cpuModel: "6502" }, true, "regressed", 0],
] as const)("%s", (_, now, environment, allowsEnvDrift, verdict, differences) => {
  const found = compare(now, environment, allowsEnvDrift);
  expect([found.latencies[0]?.verdict, found.differences.length]).toEqual([verdict, differences]);
});

test("a drift that is allowed is divided out", () => {
  const { latencies, apart } = compare(rounds(6, 0.25), { ...here, cores: 4 }, true);
  expect([latencies[0]?.ratio, apart.isDivided]).toEqual([expect.closeTo(1.2 / 1.25, 1), true]);
  expect(latencies[0]?.margin).toBeGreaterThan(0.1);
});

test("each difference is named; spec, build and resources that are not measured are none", () => {
  const now: Environment = {
    cpuModel: "6502",
    cores: 4,
    platform: "darwin arm64",
    node: "v24.0.0",
    k6Version: "v1.9.0",
    k6Origin: "built",
    scripts: { orders: "changed" },
    specs: { orders: "2" },
    build: "2",
  };
  expect(environmentDifferences(here, now)).toEqual([
    "processor: Z80 → 6502",
    "cores: 2 → 4",
    "platform: linux x64 → darwin arm64",
    "Node: v20.20.2 → v24.0.0",
    "k6: v1.8.1 (Specline's build) → v1.9.0 (Specline's build)",
    "the script of orders has changed: other requests are sent",
  ]);
  expect(environmentDifferences(here, { ...here, scripts: { orders: "abc" }, k6Origin: "built" })).toEqual([]);
});
