import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatTable } from "../tools/report/format-table";
import { runNx } from "./nx";
import { lastLines, StepFailed, say } from "./step";

interface LoadReport {
  readonly project: string;
  readonly verdict: string;
  readonly data: { readonly total: Figures };
}

interface Figures {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
  readonly errors: number;
}

/**
 * Runs the load test of every resource, measured now rather than taken from Nx's cache.
 *
 * @returns the HTML reports, relative to the workspace
 */
export async function measureResources(workspaceRoot: string, signal: AbortSignal): Promise<readonly string[]> {
  const projects = readdirSync(join(workspaceRoot, "apps/shop/slices"))
    .sort()
    .map((resource) => `shop-${resource}`);
  const outcome = await runNx({
    arguments: ["run-many", "-t", "loadtest", `--projects=${projects.join(",")}`, "--skip-nx-cache", "--duration=5s"],
    directory: workspaceRoot,
    signal,
    onLine: (line) => {
      if (/is ready at|waiting for/.test(line)) say(line.trim());
    },
  });
  if (outcome.exitCode !== 0) {
    throw new StepFailed("a load test failed", lastLines(outcome.stdout + outcome.stderr, 60));
  }
  const reports = projects.map((project) => readReport(workspaceRoot, project));
  console.log();
  for (const line of formatTable(table(reports)).split("\n")) say(line);
  return projects.map((project) => `.specline/reports/${project}/loadtest.html`);
}

function readReport(workspaceRoot: string, project: string): LoadReport {
  const path = join(workspaceRoot, ".specline/reports", project, "loadtest.json");
  if (!existsSync(path)) throw new StepFailed(`${project} wrote no report`);
  return JSON.parse(readFileSync(path, "utf8")) as LoadReport;
}

function table(reports: readonly LoadReport[]) {
  const titles = ["requests", "req/s", "p50 ms", "p95 ms", "p99 ms", "errors"];
  return {
    columns: [{ title: "resource" }, ...titles.map((title) => ({ title, numeric: true })), { title: "verdict" }],
    rows: reports.map(({ project, verdict, data: { total } }) => [
      project,
      String(total.requests),
      total.requestsPerSecond.toFixed(1),
      ...(["p50", "p95", "p99"] as const).map((name) => total.latencyMs?.[name].toFixed(1) ?? "–"),
      String(total.errors),
      verdict,
    ]),
  };
}
