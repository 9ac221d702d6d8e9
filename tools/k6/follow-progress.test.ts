import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { followProgress } from "./follow-progress";
import { bucketOf } from "./histogram";

const folder = mkdtempSync(join(tmpdir(), "specline-progress-"));
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => rmSync(folder, { recursive: true }));

function print(isLive: boolean, isText = true) {
  return {
    isText,
    isLive,
    progress: (text: string) => {
      printed.push(text);
    },
  };
}

function requests(second: number, count: number, more: { op?: string; expected?: boolean } = {}): string {
  const h = { [bucketOf(12_000)]: count };
  return `${JSON.stringify({ t: second, op: "getItem", method: "GET", status: "200", code: "", expected: true, n: count, sum: 12_000 * count, max: 12_000, h, ...more })}\n`;
}

it("says rate and p95 of the last whole seconds, errors so far and time left, from what the file has", () => {
  const path = join(folder, "one.ndjson");
  const progress = followProgress({ print: print(true), durationSeconds: 30, scripts: 1 });
  progress.follow(path);
  vi.advanceTimersByTime(1_000);
  appendFileSync(
    path,
    '{"format":"oashist/1","unit":"us","sub":64}\n{"t":1001,"counter":"iterations","op":"","value":3}\n',
  );
  appendFileSync(path, requests(1001, 50, { op: "supporting: createItem" }));
  vi.advanceTimersByTime(1_000);
  const half = requests(1003, 20);
  appendFileSync(path, requests(1002, 100) + requests(1002, 4, { expected: false }) + half.slice(0, 30));
  vi.advanceTimersByTime(1_000);
  appendFileSync(path, half.slice(30));
  vi.advanceTimersByTime(1_000);
  progress.stop();
  vi.advanceTimersByTime(10_000);
  expect(printed).toEqual([
    "specline: preparing",
    "specline: preparing",
    "specline: 4 errors, 29 s left",
    "specline: 104 req/s, p95 12.0 ms, 4 errors, 28 s left",
  ]);
});

it("adds up instances, and counts scripts that are still to come", () => {
  const progress = followProgress({ print: print(true), durationSeconds: 10, scripts: 3, instances: 2 });
  for (const script of [0, 1]) {
    for (const instance of [0, 1]) {
      const path = join(folder, `${script}-${instance}.ndjson`);
      progress.follow(path);
      const now = Math.floor(Date.now() / 1000);
      appendFileSync(path, requests(now, 10) + requests(now + 1, 1));
    }
    vi.advanceTimersByTime(2_000);
  }
  progress.stop();
  expect(printed.filter((_, index) => index % 2 === 1)).toEqual([
    "specline: 20 req/s, p95 12.0 ms, 0 errors, 28 s left",
    "specline: 20 req/s, p95 12.0 ms, 0 errors, 18 s left",
  ]);
});

it("is a line every ten seconds where nobody looks on", () => {
  const progress = followProgress({ print: print(false), durationSeconds: 30, scripts: 1 });
  progress.follow(join(folder, "run.csv.gz"));
  vi.advanceTimersByTime(25_000);
  progress.stop();
  expect(printed).toEqual([
    "specline: 20 s left; this k6 tells its figures at the end",
    "specline: 10 s left; this k6 tells its figures at the end",
  ]);
});

it("says nothing to programs", () => {
  const progress = followProgress({ print: print(false, false), durationSeconds: 30, scripts: 1 });
  progress.follow(join(folder, "nothing.ndjson"));
  vi.advanceTimersByTime(25_000);
  expect(printed).toEqual([]);
  progress.stop();
});
