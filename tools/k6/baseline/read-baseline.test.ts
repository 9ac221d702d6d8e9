import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { histogramOf } from "../histogram";
import type { Baseline } from "./baseline";
import { readBaseline } from "./read-baseline";
import { baselineText } from "./write-baseline";

const root = mkdtempSync(join(tmpdir(), "specline-read-baseline-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const baseline: Baseline = {
  measuredAt: "2026-11-29T12:00:00.000Z",
  server: "http://127.0.0.1:3000",
  subject: { kind: "api", api: "shop" },
  load: { rate: 20, concurrency: null, secondsPerRound: 3 },
  environment: {
    cpuModel: "Z80",
    cores: 2,
    platform: "linux x64",
    node: "v20.20.2",
    k6Version: "v1.8.1",
    k6Origin: "cache",
    scripts: { orders: "abc" },
    specs: {},
    build: null,
  },
  rounds: Array.from({ length: 6 }, (_, round) => ({
    calibrationMs: 0.2 + round / 100,
    operations: new Map([["listOrders", { latency: histogramOf([900, 1_000, 5_000 + round]), errors: 1 }]]),
  })),
};
const text = baselineText(baseline);

function read(content: string): ReturnType<typeof readBaseline> {
  writeFileSync(join(root, "b.json"), content);
  return readBaseline(root, "b.json");
}

test("what is written is read, to the bit", () => {
  expect(read(text)).toEqual(baseline);
  expect(baselineText(read(text) as Baseline)).toBe(text);
});

const edited = (from: string | RegExp, to: string) => text.replace(from, to);

test.each([
  ["a truncated file", text.slice(0, -20), "it is no whole JSON document"],
  ["an empty file", "", "it is no whole JSON document"],
  ["NaN", edited('"calibrationMs": 0.2,', '"calibrationMs": NaN,'), "it is no whole JSON document"],
  ["an infinite number", edited('"calibrationMs": 0.2,', '"calibrationMs": 1e999,'), ".rounds[0].calibrationMs is no"],
  ["a negative number", edited('"calibrationMs": 0.2,', '"calibrationMs": -1,'), ".rounds[0].calibrationMs is no"],
  ["a calibration of nothing", edited('"calibrationMs": 0.2,', '"calibrationMs": 0,'), "it is not above 0"],
  ["a list", "[]", "it is no object"],
  ["null", "null", "it is no object"],
  ["another kind of file", '{"name":"package"}', "this is another kind of file"],
  ["a later version", edited('"schemaVersion": 1', '"schemaVersion": 2'), "it is version 2"],
  ["too few rounds", edited(/"rounds": \[[\s\S]*\]/, '"rounds": []'), "there are 0, and it takes 6"],
  ["another kind of subject", edited('"kind": "api"', '"kind": "toString"'), ".subject.kind is no"],
  ["a k6 from elsewhere", edited('"cache"', '"moon"'), "it is none of SPECLINE_K6, cache, built, PATH"],
  ["a date that is none", edited("2026-11-29T12:00:00.000Z", "yesterday"), "it is no date"],
  ["requests that are not in the histogram", edited('"requests":3', '"requests":4'), "they hold 3 requests"],
  ["more errors than requests", edited('"errors":1', '"errors":9'), "there are more errors than requests"],
  ["half a request", edited('"requests":3', '"requests":2.5'), "it is no whole number"],
  ["an index beyond all durations", edited(/"buckets":\{"\d+"/, '"buckets":{"9999"'), "its name is no index"],
  ["control characters", edited('"cache"', '"\\u001b[31m"').replace("specline-load", "\\u001b[2J"), "another kind"],
])("%s is refused by its place", (_, content, reason) => {
  expect(content).not.toBe(text);
  const found = read(content);
  if (!("code" in found)) throw new Error("it was read");
  expect(found.code).toBe("load/baseline-refused");
  expect(found.message).toContain(reason);
  expect(found.message).not.toContain("\u001b");
  expect(found.message.length).toBeLessThan(600);
});

test("a huge file is not even read", () => {
  writeFileSync(join(root, "huge.json"), "");
  truncateSync(join(root, "huge.json"), 3 * 1024 ** 3);
  expect(readBaseline(root, "huge.json")).toMatchObject({
    message: expect.stringContaining("it has 3221225472 bytes"),
  });
});
