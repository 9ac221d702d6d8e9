import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forestFigure } from "../../../tools/k6/compare/forest-figure";
import type { Report } from "../../../tools/report/report";
import { writeReport } from "../../../tools/report/write-report";
import { entityDiagrams } from "../../../tools/schema-engine/diagram/entity-diagrams";

const names = ["chromium", "chromium-browser", "google-chrome"];
const executablePath = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

const hostile = `<img src=x onerror="document.title='broken'"><script>document.title='broken'</script>`;
const table = (name: string, type: string) => [
  { kind: "table", name, facts: {} },
  ...Array.from({ length: 5 }, (_, index) => ({
    kind: "column",
    name: `${name}."${index} ${hostile.replaceAll('"', '""')}"`,
    facts: { type },
  })),
];
const schemas = ["int", hostile].map((type) => ({
  objects: ["orders", `"${hostile.replaceAll('"', '""')}"`].flatMap((name) => table(`public.${name}`, type)),
  unmodelled: [],
}));
const [before = { objects: [], unmodelled: [] }, after = before] = schemas;

const report: Report = {
  schemaVersion: 1,
  project: "shop-orders",
  target: "loadtest",
  verdict: "passed",
  success: true,
  reasons: [hostile],
  data: {},
  sections: [
    {
      kind: "facts",
      title: "Run",
      facts: [
        ["duration", "10 s"],
        [hostile, hostile],
      ],
    },
    {
      kind: "table",
      title: "Operations",
      columns: [
        { title: "operation" },
        ...["requests", "p50", "p95", "p99"].map((title) => ({ title, numeric: true })),
      ],
      rows: [
        ["listOrders".repeat(12), "1000", "1.2 ms", "3.4 ms", "5.6 ms"],
        [hostile, "1", "1 ms", "1 ms", "1 ms"],
      ],
    },
    { kind: "code", title: "Statement", language: "sql", text: `SELECT ${"a, ".repeat(200)}b;` },
    { kind: "text", title: "Notes", lines: [hostile, "unbroken".repeat(60)] },
    {
      kind: "figure",
      title: "Changes",
      svg: forestFigure([
        {
          operation: "listOrders".repeat(12),
          metric: "p50",
          baselineMs: 5,
          candidateMs: 6,
          ratio: 1.2,
          interval: [1.1, 1.3],
          margin: 0.05,
          smallestVisible: 1.15,
          roundsNeeded: 9,
          verdict: "inconclusive",
        },
      ]),
    },
    ...entityDiagrams(before, after),
  ],
};

/** The report as people see it: a real browser knows what escaping, policy and style sheet come to. */
describe.skipIf(executablePath === undefined)("a report page in Chromium (skipped without one on PATH)", () => {
  const folder = mkdtempSync(join(tmpdir(), "specline-report-"));
  let browser: Browser;
  let url = "";
  beforeAll(async () => {
    url = pathToFileURL(join(folder, writeReport(folder, report).html)).href;
    const isRoot = process.getuid?.() === 0;
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: isRoot ? ["--no-sandbox"] : [] });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test.each([
    ["a phone", 360],
    ["a screen", 1280],
  ])("on %s it loads nothing, runs nothing and does not scroll sideways", async (_, width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(url);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [url] });
    expect(await page.title()).toBe("shop-orders:loadtest – passed");
    expect(await page.locator("script, img").count()).toBe(0);
    expect(await page.getByText(hostile, { exact: true }).count()).toBe(5);
    const shown = await page.getByRole("heading").allInnerTexts();
    expect(shown).toEqual([
      "shop-orders:loadtest",
      "Run",
      "Operations",
      "Statement",
      "Notes",
      "Changes",
      "schema before and after",
    ]);
    // The style sheet counts only if the policy lets it: without it the text would be serif and touch the edge.
    const measured = await page.evaluate(`({
      overflow: document.documentElement.scrollWidth - window.innerWidth,
      family: getComputedStyle(document.body).fontFamily,
      figure: (({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector("svg.stacked").parentElement),
      x: document.querySelector("h1").getBoundingClientRect().x,
    })`);
    const { overflow, figure, family, x } = measured as { overflow: number; figure: number; family: string; x: number };
    expect(
      [overflow, figure].every((one) => one <= 0),
      `${overflow} and ${figure} px too wide`,
    ).toBe(true);
    expect(family).toMatch(/sans-serif|system-ui/);
    expect(x).toBeGreaterThanOrEqual(12);
    await page.close();
  });
});
