import { expect, it } from "vitest";
import type { HazardKind } from "../plan/hazard";
import { durationText, estimateSeconds, sizeText } from "./estimate";

const size = { rows: 12_345_678, bytes: 7_000_000_000, indexBytes: 500_000_000 };

it.each<[HazardKind, number | undefined]>([
  ["TABLE_REWRITE", 150],
  ["TABLE_SCAN", 20],
  ["BLOCKING_INDEX_BUILD", 7_000 / 90],
  ["BRIEF_LOCK", undefined],
  ["DELETES_DATA", undefined],
])("%s takes %j seconds", (kind, seconds) => {
  expect(estimateSeconds(kind, size)).toBe(seconds);
});

it.each([
  [{ rows: 0, bytes: 0, indexBytes: 8_192 }, "about 0 rows, 9 kB"],
  [{ rows: 12_345, bytes: 1_400_000, indexBytes: 600_000 }, "about 12 thousand rows, 2 MB"],
  [size, "about 12.3 million rows, 7.5 GB"],
  [{ ...size, rows: 2.5e9 }, "about 2.5 billion rows, 7.5 GB"],
])("%j is %s", (given, text) => {
  expect(sizeText(given)).toBe(text);
});

it.each([
  [0.4, "less than a second"],
  [70.2, "about 70 s"],
  [300, "about 5 min"],
  [8_000, "about 2 h"],
])("%d s are %s", (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});
