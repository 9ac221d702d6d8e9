import { describe, expect, it } from "vitest";
import { readHistograms } from "./read-histograms";

const start = '{"format":"oashist/1","unit":"us","sub":64}';
const cell =
  '{"t":5,"op":"listPets","method":"GET","status":"200","code":"","expected":true,"n":2,"sum":300,"max":200,"h":{"100":1,"164":1}}';

describe("readHistograms", () => {
  it("reads cells and adds up counters", () => {
    const lines = [
      start,
      cell,
      '{"t":5,"counter":"iterations","op":"","value":2}',
      '{"t":6,"counter":"iterations","op":"","value":3}',
      '{"end":true}',
    ];
    const { cells, counters, isComplete } = readHistograms(`${lines.join("\n")}\n`);
    expect(cells).toHaveLength(1);
    expect(cells[0]).toMatchObject({
      operation: "listPets",
      status: 200,
      isExpected: true,
      latency: { count: 2, maxUs: 200 },
    });
    expect([...(cells[0]?.latency.buckets ?? [])]).toEqual([
      [100, 1],
      [164, 1],
    ]);
    expect(counters.get("iterations")).toBe(5);
    expect(isComplete).toBe(true);
  });

  it("takes what a killed k6 left, and says that it is not all", () => {
    const { cells, isComplete } = readHistograms(`${start}\n${cell}\n${cell.slice(0, 40)}`);
    expect(cells).toHaveLength(1);
    expect(isComplete).toBe(false);
  });

  it("reads no other format by accident", () => {
    expect(() => readHistograms('{"format":"oashist/2"}\n')).toThrow("oashist/1");
  });
});
