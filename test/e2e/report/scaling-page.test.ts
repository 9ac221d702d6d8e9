import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { formSections } from "../../../tools/k6/form/form-report";
import { histogramOf } from "../../../tools/k6/histogram";
import { countInstances } from "../../../tools/k6/scaling/count-instances";
import { modelScaling } from "../../../tools/k6/scaling/model-scaling";
import { nameLimit } from "../../../tools/k6/scaling/name-limit";
import type { StepFigures } from "../../../tools/k6/scaling/step-figures";
import { summarize } from "../../../tools/k6/summary";
import { randomOf } from "../../../tools/random/random";
import { writeReport } from "../../../tools/report/write-report";

const names = ["chromium", "chromium-browser", "google-chrome"];
const executablePath = (process.env.PATH ?? "")
  .split(delimiter)
  .flatMap((folder) => names.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

function summaryOf(requests: number, ms: number) {
  const latency = histogramOf(Array.from({ length: requests }, (_, index) => ms * (900 + (200 * index) / requests)));
  const cell = {
    second: 1,
    operation: "listOrders",
    method: "GET",
    status: 200,
    errorCode: "",
    isExpected: true,
    latency,
  };
  return summarize({ cells: [cell], counters: new Map(), isComplete: true }, 1);
}

const steps = [1, 2, 4, 8, 16, 32, 64].map((users): StepFigures => {
  const perSecond = Math.round((60 * users) / (1 + 0.06 * (users - 1) + 0.0008 * users * (users - 1)));
  return {
    pace: { kind: "users", users },
    summary: summaryOf(perSecond, (1000 * users) / perSecond),
    iterationsPerSecond: perSecond,
    inFlight: users * 0.98,
    littleDeviation: -0.02,
    misses: users > 16 ? ["p95 is 90 ms (at most 50 ms)"] : [],
    processors: { machine: 0.7, k6: 0.3, serverProcessors: 0.97, otherProcessors: 0.1 },
  };
});
const points = steps.map((one) => ({ concurrency: one.inFlight, throughput: one.summary.total.requestsPerSecond }));
const hold = { iterationsPerSecond: 410, seconds: 30, summary: summaryOf(410, 35), misses: [] };

/** Looked at in light and dark: the figure has to be read on a phone, too. Not without a browser, which not every machine has. */
describe.skipIf(executablePath === undefined)(
  "the page of a run of steps in Chromium (skipped without one on PATH)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "specline-scaling-"));
    let browser: Browser;
    let url = "";
    beforeAll(async () => {
      const sections = formSections({
        kind: "steps",
        scaling: {
          steps,
          best: 4,
          holds: [hold],
          model: modelScaling(points, randomOf("page")),
          limit: nameLimit(steps),
          targetRps: 2000,
          advice: countInstances(2000, 410),
        },
      });
      const page = writeReport(folder, {
        ...({
          schemaVersion: 1,
          project: "shop-orders",
          target: "loadtest",
          verdict: "passed",
          success: true,
        } as const),
        reasons: ["7 instances for 2000 requests/s"],
        data: {},
        sections,
      });
      url = pathToFileURL(join(folder, page.html)).href;
      const isRoot = process.getuid?.() === 0;
      browser = await chromium.launch({ executablePath: executablePath ?? "", args: isRoot ? ["--no-sandbox"] : [] });
    });
    afterAll(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true });
    });

    test.each([
      [390, "light"],
      [390, "dark"],
      [1280, "dark"],
    ] as const)(
      "on a screen of %i pixels, %s: nothing overflows, and no texts of the figure cover each other",
      async (width, colorScheme) => {
        const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
        await page.goto(url);
        if (process.env.SPECLINE_SHOTS !== undefined)
          await page.screenshot({
            path: join(process.env.SPECLINE_SHOTS, `scaling-${width}-${colorScheme}.png`),
            fullPage: true,
          });
        const found = (await page.evaluate(`(() => {
      const texts = [...document.querySelectorAll("svg text")].map((one) => one.getBoundingClientRect());
      const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top + 2 || b.bottom <= a.top + 2;
      return {
        overflow: document.documentElement.scrollWidth - window.innerWidth,
        texts: texts.length,
        covered: texts.filter((a, index) => texts.slice(index + 1).some((b) => !apart(a, b))).length,
        circles: document.querySelectorAll("svg circle[r='5'] title").length,
      };
    })()`)) as object;
        expect(found).toEqual({ overflow: 0, texts: 23, covered: 0, circles: steps.length });
        await page.close();
      },
    );
  },
);
