import { describe, expect, it } from "vitest";
import { markdownReport } from "./markdown-report";
import type { Report } from "./report";

const report: Report = {
  schemaVersion: 1,
  project: "shop-orders",
  target: "loadtest",
  verdict: "passed",
  success: true,
  reasons: ["every threshold holds"],
  data: {},
  sections: [
    {
      kind: "table",
      title: "Operations",
      columns: [{ title: "operation" }, { title: "p95 ms", numeric: true }],
      rows: [["listOrders", "12.5"]],
    },
    { kind: "figure", title: "Latencies", svg: "<svg></svg>", lines: ["listOrders ▁█"] },
    { kind: "figure", title: "Only drawn", svg: "<svg></svg>" },
    { kind: "facts", title: "Run", facts: [["server", "http://127.0.0.1:4000"]] },
    { kind: "text", title: "Left out", lines: ["uploadFile: needs a file"] },
    { kind: "code", title: "Plan", language: "sql", text: "SELECT 1;\n" },
  ],
};

describe("markdownReport", () => {
  it("says the verdict first, and folds all but the first table", () => {
    expect(markdownReport(report)).toBe(`### ✅ shop-orders:loadtest – passed

- every threshold holds

| operation | p95 ms |
| :--- | ---: |
| listOrders | 12.5 |

<details><summary>Latencies</summary>

\`\`\`
listOrders ▁█
\`\`\`

</details>

<details><summary>Run</summary>

|  |  |
| :--- | :--- |
| server | http&#58;//127.0.0.1:4000 |

</details>

<details><summary>Left out</summary>

- uploadFile: needs a file

</details>

<details><summary>Plan</summary>

\`\`\`sql
SELECT 1;
\`\`\`

</details>
`);
  });

  it.each([
    ["a | b", "a \\| b"],
    ["`code`", "\\`code\\`"],
    ["<img src=x onerror=alert(1)>", "&#60;img src=x onerror=alert\\(1\\)&#62;"],
    ["[link](https://evil.example)", "\\[link\\]\\(https&#58;//evil.example\\)"],
    ["www.evil.example", "www&#46;evil.example"],
    ["@somebody fixes #12", "&#64;somebody fixes &#35;12"],
    ["&#64;somebody", "&#38;&#35;64;somebody"],
    ["two\n\n| lines |", "two \\| lines \\|"],
    ["**bold** _it_ ~~no~~ !", "\\*\\*bold\\*\\* \\_it\\_ \\~\\~no\\~\\~ \\!"],
    ["\\| a", "\\\\\\| a"],
    ["# title", "&#35; title"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["\u001b[31mred\u202e", "\\\\u\\{1b\\}\\[31mred\\\\u\\{202e\\}"],
    ["-5.5 %", "-5.5 %"],
    ["---", "\\---"],
    ["$x$", "\\$x\\$"],
  ])("shows %j as what it is, in every place", (hostile, shown) => {
    const page = markdownReport({
      ...report,
      reasons: [hostile],
      sections: [
        { kind: "table", title: "T", columns: [{ title: hostile }], rows: [[hostile]] },
        { kind: "facts", title: hostile, facts: [[hostile, hostile]] },
        { kind: "text", title: "", lines: [hostile] },
      ],
    });
    expect(page.split("\n")).toEqual(
      expect.arrayContaining([
        `| ${shown} |`,
        `| ${shown} | ${shown} |`,
        `- ${shown}`,
        `<details><summary>${shown}</summary>`,
      ]),
    );
  });

  it("lets no text close the fence around it", () => {
    const page = markdownReport({
      ...report,
      sections: [{ kind: "code", title: "", language: "text", text: "a\n````\n<b>\n```\n" }],
    });
    expect(page).toContain("`````\na\n````\n<b>\n```\n`````");
  });

  it("fits into a comment, and says what it leaves out", () => {
    const long = "x".repeat(50_000);
    const page = markdownReport({
      ...report,
      reasons: ["y".repeat(90_000)],
      sections: [
        { kind: "code", title: "One", language: "text", text: long },
        { kind: "code", title: "Two", language: "text", text: long },
      ],
    });
    expect(page.length).toBeLessThan(65_536);
    expect(page).toContain("2 parts are too long for a comment");
  });
});
