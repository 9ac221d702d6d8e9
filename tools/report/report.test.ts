import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { formatReport } from "./format-report";
import { formatTable } from "./format-table";
import { htmlReport } from "./html-report";
import { openOutput } from "./output";
import type { Report } from "./report";

const hostile = `</style></script><script>alert(1)</script><img src=x onerror=alert(1)> "'& \u001b[31m\u202e`;

const report: Report = {
  schemaVersion: 1,
  project: "shop-orders",
  target: "loadtest",
  verdict: "passed",
  success: true,
  reasons: ["every threshold holds"],
  data: { requests: 3 },
  sections: [
    { kind: "facts", title: "Run", facts: [["server", "127.0.0.1:4000"]] },
    {
      kind: "table",
      title: "Operations",
      columns: [{ title: "operation" }, { title: "p95 ms", numeric: true }],
      rows: [
        ["listOrders", "12.5"],
        ["getOrder", "3.25"],
      ],
    },
    { kind: "text", title: "Left out", lines: ["uploadFile: needs a file"] },
    { kind: "code", title: "Plan", language: "sql", text: "SELECT 1;\n" },
    { kind: "figure", title: "Latency", svg: "<svg></svg>" },
  ],
};

const root = mkdtempSync(join(tmpdir(), "specline-report-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("formatReport", () => {
  it("aligns tables and ends with the verdict", () => {
    expect(formatReport(report)).toBe(
      [
        "Run",
        "  server  127.0.0.1:4000",
        "",
        "Operations",
        "  operation   p95 ms",
        "  listOrders    12.5",
        "  getOrder      3.25",
        "",
        "Left out",
        "  uploadFile: needs a file",
        "",
        "Plan",
        "  SELECT 1;",
        "",
        "ok: passed",
        "  - every threshold holds",
      ].join("\n"),
    );
  });

  it("shows control characters instead of sending them to the terminal", () => {
    const text = formatTable({ columns: [{ title: "x" }], rows: [[hostile]] });
    expect(text).not.toContain("\u001b");
    expect(text).toContain("\\u{1b}[31m\\u{202e}");
  });
});

describe("htmlReport", () => {
  it("lets no text of a report become markup, in any place", () => {
    const page = htmlReport({
      ...report,
      project: hostile,
      verdict: hostile,
      reasons: [hostile],
      sections: [
        { kind: "facts", title: hostile, facts: [[hostile, hostile]] },
        { kind: "table", title: hostile, columns: [{ title: hostile }], rows: [[hostile]] },
        { kind: "text", title: hostile, lines: [hostile] },
        { kind: "code", title: hostile, language: "text", text: hostile },
      ],
    });
    expect(page).not.toMatch(/<script|<img/);
    expect(page.match(/<\/style>/g)).toHaveLength(1);
  });

  it("names no other resource", () => {
    expect(htmlReport(report)).not.toMatch(/https?:|\bsrc=|\bhref=|url\(|@import/);
  });
});

describe("openOutput", () => {
  const request = { workspaceRoot: root, project: "shop-orders", target: "loadtest" } as const;

  it("writes all files and names one", () => {
    let text = "";
    const outcome = openOutput({ ...request, format: "text" }, (more) => {
      text += more;
    }).finish(report);
    expect(outcome).toEqual({ success: true });
    expect(text).toContain("report: .specline/reports/shop-orders/loadtest.html");
    const folder = join(root, ".specline/reports/shop-orders");
    expect(JSON.parse(readFileSync(join(folder, "loadtest.json"), "utf8"))).toMatchObject({ data: { requests: 3 } });
    expect(readFileSync(join(folder, "loadtest.md"), "utf8")).toMatch(/^### ✅ shop-orders:loadtest – passed\n/);
    expect(readFileSync(join(folder, "loadtest.html"), "utf8")).toMatch(/^<!doctype html>/);
  });

  it("redraws how far the work is on a terminal, and leaves nothing of it", () => {
    let text = "";
    const write = (more: string) => {
      text += more;
    };
    const output = openOutput({ ...request, format: "text" }, write, true);
    output.progress("1 s left");
    output.progress("x".repeat(500));
    output.line("a line");
    output.progress("0 s left");
    output.refuse([]);
    const erase = "\r\u001b[2K";
    const most = (process.stdout.columns ?? 80) - 1;
    expect(text).toBe(`1 s left${erase}${"x".repeat(Math.min(500, most))}${erase}a line\n0 s left${erase}\n`);
  });

  it("writes lines where nobody looks on, and nothing beside JSON", () => {
    let text = "";
    const write = (more: string) => {
      text += more;
    };
    openOutput({ ...request, format: "text" }, write, false).progress("1 s left");
    openOutput({ ...request, format: "json" }, write, true).progress("1 s left");
    expect(text).toBe("1 s left\n");
  });

  it("prints one JSON document and nothing else when asked", () => {
    let text = "";
    const output = openOutput({ ...request, format: "json" }, (more) => {
      text += more;
    });
    output.line("progress");
    output.refuse([
      { code: "sql/syntax-error", message: "no", hint: "yes", span: { file: "a.sql", line: 2, column: 3 } } as never,
    ]);
    expect(JSON.parse(text)).toMatchObject({
      verdict: "refused",
      data: { problems: [{ code: "sql/syntax-error", at: "a.sql:2:3" }] },
    });
  });
});
