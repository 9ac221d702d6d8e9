import { expect, test } from "vitest";
import type { ClientStatement } from "./client-statement";
import { type Downtime, downtimeIn, isBlocking, judge } from "./downtime";

const span = { startMs: 1_000, endMs: 2_000 };
const statement = (dueMs: number, endedMs: number, more: Partial<ClientStatement> = {}): ClientStatement => ({
  dueMs,
  endedMs,
  ...more,
});

test("statements that were over before or due after the change do not count", () => {
  const seen = downtimeIn(span, [
    statement(0, 999),
    statement(990, 1_010),
    statement(2_000, 2_030),
    statement(2_001, 9_000),
  ]);
  expect(seen).toMatchObject({ statements: 2, maxMs: 30, p50Ms: 25 });
});

test("a statement that was blocked for longer than the change lasted counts with all of its time", () => {
  expect(downtimeIn(span, [statement(500, 3_000)])).toMatchObject({ statements: 1, maxMs: 2_500 });
});

test("one percent may be slow, two percent are not", () => {
  const quick = Array.from({ length: 200 }, () => statement(1_000, 1_010));
  const slow = Array.from({ length: 4 }, () => statement(1_000, 1_400));
  expect(downtimeIn(span, [...quick, ...slow.slice(0, 1)]).p99Ms).toBe(10);
  expect(downtimeIn(span, [...quick, ...slow]).p99Ms).toBe(400);
});

const fine: Downtime = { statements: 500, failures: [], p50Ms: 2, p99Ms: 249, maxMs: 400 };

test.each([
  ["met", fine],
  ["missed", { ...fine, p99Ms: 250 }],
  ["missed", { ...fine, failures: ["deadlock detected"] }],
  ["not judged", { ...fine, statements: 99 }],
  ["missed", { ...fine, statements: 99, p99Ms: 900 }],
  ["not judged", downtimeIn(span, [])],
] as const)("%s: %o", (verdict, seen) => {
  expect(judge(seen)).toBe(verdict);
});

test.each([
  [false, fine, { blockedMs: 29, most: 50 }],
  [true, fine, { blockedMs: 30, most: 1 }],
  [true, { ...fine, failures: ["deadlock detected"] }, { blockedMs: 0, most: 0 }],
] as const)("is blocking %j: %o %o", (blocking, seen, blocked) => {
  expect(isBlocking(seen, blocked)).toBe(blocking);
});
