import { describe, expect, it } from "vitest";
import { histogramOf } from "./histogram";
import { histogramFigure, histogramLines } from "./histogram-figure";
import { latencyBins } from "./latency-bins";
import { summarize } from "./summary";

function operations(latencies: Readonly<Record<string, readonly number[]>>) {
  const cells = Object.entries(latencies).map(([operation, ms]) => ({
    second: 1,
    operation,
    method: "GET",
    status: 200,
    errorCode: "",
    isExpected: true,
    latency: histogramOf(ms.map((one) => one * 1000)),
  }));
  return summarize({ cells, counters: new Map(), isComplete: true }, 1).operations;
}

describe("latencyBins", () => {
  it("has nothing to say without requests", () => {
    expect(latencyBins([], 4)).toBeUndefined();
    expect(latencyBins([histogramOf([])], 4)).toBeUndefined();
  });

  it("puts every request into one bin, on a scale that all share", () => {
    const bins = latencyBins([histogramOf([1000, 1000, 9000]), histogramOf([100_000])], 4);
    expect(bins?.counts).toEqual([
      [2, 1, 0, 0],
      [0, 0, 0, 1],
    ]);
    expect(bins?.place(1)).toBe(0);
    expect(bins?.place(100)).toBe(1);
  });

  it("takes requests without a duration", () => {
    expect(latencyBins([histogramOf([0, 0])], 2)?.counts).toEqual([[2, 0]]);
  });
});

it("draws latencies in text, the fullest bin the highest", () => {
  expect(histogramLines(operations({ fast: [1, 1, 1, 1, 2], slow: [100] }))).toEqual([
    "fast  █   ▂",
    `slow  ${" ".repeat(31)}█`,
    "      1 ms                      100 ms",
  ]);
});

it("lets no name of an operation become markup", () => {
  const svg = histogramFigure(operations({ "<script>x</script>": [1, 2], '"&': [3] }));
  expect(svg).not.toContain("<script");
  expect(svg).toContain("&lt;script&gt;x&lt;/script&gt;");
  expect(svg).not.toMatch(/NaN|Infinity/);
});

it.each([
  ["a wide scale", [1, 5000], ["1 ms", "5 ms", "20 ms", "100 ms", "500 ms", "2000 ms"]],
  ["a short scale", [4.2, 4.5, 7.1], ["5 ms", "6 ms", "7 ms", "8 ms"]],
])("%s has marks that can be read", (_, ms, expected) => {
  const svg = histogramFigure(operations({ list: ms }));
  expect([...svg.matchAll(/>([\d.]+ ms)<\/text>/g)].map((one) => one[1])).toEqual(expected);
});
