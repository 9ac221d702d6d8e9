import { describe, expect, it } from "vitest";
import { histogramOf } from "./histogram";
import type { RequestCell } from "./measurement";
import { summarize } from "./summary";
import { type Judged, judge } from "./verdict";

interface Given {
  readonly exitCode?: number | undefined;
  readonly requests?: readonly {
    readonly status: number;
    readonly ms: number;
    readonly count?: number;
    readonly name?: string;
  }[];
  readonly counters?: Readonly<Record<string, number>>;
  readonly cpuShare?: number;
  readonly isAsked?: boolean;
  readonly isComplete?: boolean;
}

function judged(given: Given): Judged {
  const cells = (given.requests ?? []).map(
    ({ status, ms, count = 1, name = "listPets" }): RequestCell => ({
      second: 1,
      operation: name,
      method: "GET",
      status,
      errorCode: "",
      isExpected: status >= 200 && status < 300,
      latency: histogramOf(Array.from({ length: count }, () => ms * 1000)),
    }),
  );
  const counters = new Map(Object.entries(given.counters ?? {}));
  return {
    ...("exitCode" in given ? (given.exitCode === undefined ? {} : { exitCode: given.exitCode }) : { exitCode: 0 }),
    messages: [],
    ...(given.cpuShare === undefined ? {} : { cpuShare: given.cpuShare }),
    summary: summarize({ cells, counters, isComplete: given.isComplete ?? true }, 10),
    thresholds: { p95Ms: 500, errorRate: 0.01, isAsked: given.isAsked ?? false },
    expectedOperations: ["listPets"],
  };
}

const fine = [{ status: 200, ms: 5, count: 100 }];

describe("why there was no response", () => {
  it.each([
    [["Request Failed: dial tcp: connection refused"], ": the service cannot be reached"],
    [["Request Failed: unexpected EOF"], " that could be read to its end"],
  ])("%j", (messages, end) => {
    const { reasons } = judge({ ...judged({ requests: [{ status: 0, ms: 0, count: 3 }] }), messages });
    expect(reasons[0]).toBe(`no request got a response${end}`);
  });
});

it("what made a script fail is not hidden by what k6 says of its thresholds", () => {
  const crossed = Array.from({ length: 9 }, () => "thresholds on metrics 'http_reqs' have been crossed");
  const { reasons } = judge({ ...judged({ exitCode: 107 }), messages: [...crossed, "Error: preparing: no row"] });
  expect(reasons.join("\n")).toMatch(/Error: preparing: no row$/);
  expect(reasons.join("\n")).not.toContain("thresholds");
});

describe("judge", () => {
  it.each<[string, Given, string]>([
    ["all is well", { requests: fine }, "passed"],
    ["k6 crossed its own thresholds but the samples hold ours", { exitCode: 99, requests: fine }, "passed"],
    ["k6 exits with 0 and sent nothing", {}, "no-samples"],
    [
      "only preparing requests were sent",
      { requests: [{ status: 200, ms: 5, name: "supporting: listPets" }] },
      "no-samples",
    ],
    ["every request was refused", { requests: [{ status: 0, ms: 0, count: 100 }] }, "no-response"],
    [
      "the script threw in every iteration, k6 exits with 0",
      { requests: fine, counters: { script_errors: 7 } },
      "script-errors",
    ],
    [
      "one error in fifty",
      {
        requests: [
          { status: 200, ms: 5, count: 98 },
          { status: 409, ms: 5, count: 2 },
        ],
      },
      "thresholds-crossed",
    ],
    [
      "one error in a hundred",
      {
        requests: [
          { status: 200, ms: 5, count: 99 },
          { status: 500, ms: 5, count: 1 },
        ],
      },
      "passed",
    ],
    [
      "six in a hundred are slow",
      {
        requests: [
          { status: 200, ms: 5, count: 94 },
          { status: 200, ms: 900, count: 6 },
        ],
      },
      "thresholds-crossed",
    ],
    [
      "four in a hundred are slow",
      {
        requests: [
          { status: 200, ms: 5, count: 96 },
          { status: 200, ms: 900, count: 4 },
        ],
      },
      "passed",
    ],
    ["iterations were dropped", { requests: fine, counters: { dropped_iterations: 1 } }, "thresholds-crossed"],
    [
      "requests were never answered",
      { requests: fine, counters: { begun_iterations: 101, iterations: 100 } },
      "thresholds-crossed",
    ],
    ["all that began has ended", { requests: fine, counters: { begun_iterations: 100, iterations: 100 } }, "passed"],
    [
      "the bound of requests ended what had begun",
      { exitCode: 108, requests: fine, counters: { begun_iterations: 101, iterations: 100, request_bound: 1 } },
      "passed",
    ],
    [
      "a status that the description does not know",
      { requests: fine, counters: { undocumented_status: 1 } },
      "thresholds-crossed",
    ],
    ["the samples end early", { requests: fine, isComplete: false }, "thresholds-crossed"],
    ["an operation was never called", { requests: [{ status: 200, ms: 5, name: "getPet" }] }, "incomplete"],
    [
      "k6 used all processors and iterations were dropped",
      { requests: fine, cpuShare: 0.9, counters: { dropped_iterations: 1 } },
      "generator-bound",
    ],
    [
      "k6 used all processors and a threshold was asked for",
      { requests: fine, cpuShare: 0.9, isAsked: true },
      "generator-bound",
    ],
    ["k6 used all processors and all is well nevertheless", { requests: fine, cpuShare: 0.9 }, "passed"],
    ["setup failed", { exitCode: 107 }, "script-failed"],
    ["wrong options", { exitCode: 104 }, "script-failed"],
    ["an exit code that k6 does not document", { exitCode: 42 }, "script-failed"],
    ["interrupted", { exitCode: 105, requests: fine }, "canceled"],
    ["killed", { exitCode: undefined, requests: fine }, "canceled"],
  ])("%s", (_, given, verdict) => {
    const found = judge(judged(given));
    expect(found.verdict).toBe(verdict);
    expect(found.success).toBe(verdict === "passed");
    expect(found.reasons.length).toBeGreaterThan(0);
  });

  it("says first that the figures are about this machine", () => {
    expect(judge(judged({ requests: fine, cpuShare: 0.9 })).reasons[0]).toContain("k6 itself used 90 %");
  });

  it("names the operation and the status of errors", () => {
    const { reasons } = judge(judged({ requests: [...fine, { status: 409, ms: 5, count: 30, name: "createPet" }] }));
    expect(reasons[0]).toContain("createPet 30 × 409");
  });

  it("says that nothing was answered where users waited, and does not say that nothing was sent", () => {
    const { reasons } = judge(judged({}));
    expect(reasons[0]).toContain("no request was answered before the run was over");
  });
});
