import { expect, it } from "vitest";
import { hideInProblems, hideSecrets } from "./hide-secrets";
import { problem } from "./problem";
import type { Report } from "./report";

const long = "0123456789abcdefghijklmnopqrstuvwxyz";

it.each([
  ["a-secret-key", "GET /x?key=a-secret-key&y", "GET /x?key=***&y"],
  ["a.b*c(d)e", "a.b*c(d)e a_b*c(d)e", "*** a_b*c(d)e"],
  ["pet", "pet, pets and a pet-shop", "***, pets and a pet-shop"],
  [long, `/data/${long.slice(0, 20)}…`, "/data/***"],
  ["", "nothing", "nothing"],
])("hides %s", (secret, text, hidden) => {
  const report: Report = {
    schemaVersion: 1,
    project: "shop",
    target: secret || "load",
    verdict: "passed",
    success: true,
    reasons: [text],
    data: { inside: [{ text }], count: 3, none: null },
    sections: [{ kind: "table", title: text, columns: [{ title: "a", numeric: true }], rows: [[text]] }],
  };
  const shown = hideSecrets(report, [secret]);
  expect(shown.reasons).toEqual([hidden]);
  expect(shown.data).toEqual({ inside: [{ text: hidden }], count: 3, none: null });
  expect(shown.sections).toEqual([
    { kind: "table", title: hidden, columns: [{ title: "a", numeric: true }], rows: [[hidden]] },
  ]);
  // Where a report is written is no text of a server.
  expect(shown.target).toBe(report.target);
});

it("hides them in refusals", () => {
  const one = problem("load/not-comparable", { url: "http://127.0.0.1", reasons: "answered a-secret-key" });
  expect(hideInProblems([one], ["a-secret-key"])[0]?.message).toContain("answered ***");
});
