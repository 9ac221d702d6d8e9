import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openOutput } from "../report/output";
import { bucketOf } from "./histogram";
import { mergeSamples } from "./merge-samples";
import { reportMerged } from "./report-merged";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "specline-merge-"));
  mkdirSync(join(root, "results"));
});
afterEach(() => rmSync(root, { recursive: true }));

function samples(name: string, second: number, count: number, more: { isEnded?: boolean; ms?: number } = {}) {
  const us = (more.ms ?? 10) * 1000;
  const lines = [
    { format: "oashist/1", unit: "us", sub: 64 },
    {
      t: second,
      op: "getItem",
      method: "GET",
      status: "200",
      code: "",
      expected: true,
      n: count,
      sum: us * count,
      max: us,
      h: { [bucketOf(us)]: count },
    },
    { t: second, counter: "dropped_iterations", op: "", value: 0 },
    ...(more.isEnded === false ? [] : [{ end: true }]),
  ];
  writeFileSync(join(root, "results", name), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
}

function run(instances?: number) {
  let printed = "";
  const output = openOutput({ workspaceRoot: root, project: "shop", target: "load", format: "json" }, (text) => {
    printed += text;
  });
  const { success } = reportMerged({
    workspaceRoot: root,
    project: "shop",
    target: "load",
    output,
    patterns: ["results/*.ndjson"],
    plan: { operations: [], skipped: [], requestsPerIteration: 0 },
    ...(instances === undefined ? {} : { instances }),
  });
  return {
    success,
    report: JSON.parse(printed) as {
      verdict: string;
      reasons: readonly string[];
      data: { total: { requests: number; latencyMs: { max: number } }; load: object; k6: null };
    },
  };
}

it("judges several files as one run", () => {
  samples("a.ndjson", 100, 60);
  samples("b.ndjson", 101, 40, { ms: 20 });
  samples("b.txt", 101, 40);
  const { success, report } = run(2);
  expect(report).toMatchObject({
    verdict: "passed",
    data: { k6: null, load: { instances: 2, durationSeconds: 2 }, total: { requests: 100, latencyMs: { max: 20 } } },
  });
  expect(success).toBe(true);
});

it("is slow where all together are slow, though most runners are fast", () => {
  samples("a.ndjson", 100, 90);
  samples("b.ndjson", 100, 10, { ms: 900 });
  expect(run().report.verdict).toBe("thresholds-crossed");
});

it("names the file that ends early, and says when one is missing", () => {
  samples("a.ndjson", 100, 60);
  samples("b.ndjson", 100, 40, { isEnded: false });
  const { success, report } = run(3);
  expect({ success, verdict: report.verdict }).toEqual({ success: false, verdict: "incomplete" });
  expect(report.reasons).toEqual([
    "there are 2 files of 3 runners: results/a.ndjson, results/b.ndjson",
    "results/b.ndjson ends early: that runner died, or is still running",
  ]);
});

it.each([
  ["no file", () => {}, "there is no such file"],
  ["an empty file", () => writeFileSync(join(root, "results/a.ndjson"), ""), "it is empty"],
  ["a file of something else", () => writeFileSync(join(root, "results/a.ndjson"), "hello\n"), "not written by k6"],
  [
    "files of two runs",
    () => {
      samples("a.ndjson", 100, 1);
      samples("b.ndjson", 500, 1);
    },
    "results/a.ndjson: it ends long before results/b.ndjson begins",
  ],
])("refuses %s", (_, write, reason) => {
  write();
  const merged = mergeSamples(root, ["results/*.ndjson"]);
  expect(JSON.stringify(merged).replaceAll("' because ", ": ")).toContain(reason.split(": ").at(-1));
  expect("measurement" in merged).toBe(false);
});
