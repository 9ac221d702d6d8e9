import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { K6Program } from "../../../tools/k6/k6-program";
import { freePort } from "../../../tools/process/free-port";
import { start } from "../../../tools/process/start";
import { type LocalServer, startLocalServer } from "./local-server";
import { realK6, runScript } from "./real-k6";

const workspaceRoot = mkdtempSync(join(tmpdir(), "specline-measure-"));
let built: K6Program;
let server: LocalServer;

beforeAll(async () => {
  built = await realK6();
  server = await startLocalServer((request, response) => {
    if (request.url === "/slow") setTimeout(() => response.end("{}"), 300);
    else response.writeHead(request.url === "/missing" ? 404 : 200).end("{}");
  });
});

afterAll(async () => {
  await server.close();
  rmSync(workspaceRoot, { recursive: true, force: true });
});

describe.each(["our output extension", "plain k6's CSV"])("a run of k6, read through %s", (way) => {
  const run = (flow: string, more: { url?: string; scenario?: string; p95Ms?: number; signal?: AbortSignal } = {}) =>
    runScript({
      k6: { ...built, hasHistograms: way === "our output extension" },
      workspaceRoot,
      url: server.url,
      flow,
      ...more,
    });

  it("passes when all is well, and counts what the server saw", async () => {
    const before = server.requests();
    const {
      summary,
      verdict,
      outcomes: [outcome],
    } = await run("ping();");
    expect(verdict.verdict).toBe("passed");
    expect(summary.total.requests).toBe(server.requests() - before);
    expect(summary.total.requests).toBeGreaterThanOrEqual(99);
    expect(summary.total.statuses).toEqual({ "200": summary.total.requests });
    expect(summary.iterations).toBe(summary.total.requests);
    expect(outcome?.exitCode).toBe(0);
  });

  it("fails when nobody listens, though k6 exits with 0", async () => {
    const {
      verdict,
      outcomes: [outcome],
      summary,
    } = await run("ping();", { url: `http://127.0.0.1:${await freePort()}` });
    expect(outcome?.exitCode).toBe(0);
    expect(Object.keys(summary.total.errorKinds)).toEqual(["connection refused"]);
    expect(verdict.verdict).toBe("no-response");
  });

  it("fails when no request is sent, though k6 exits with 0", async () => {
    const {
      verdict,
      outcomes: [outcome],
    } = await run("");
    expect(outcome?.exitCode).toBe(0);
    expect(verdict.verdict).toBe("no-samples");
  });

  it("fails when the script throws in iterations", async () => {
    const {
      verdict,
      outcomes: [outcome],
    } = await run("ping(); try { null.x } catch (error) { scriptErrors.add(1); console.error(String(error)); }");
    expect(outcome?.exitCode).toBe(0);
    expect(verdict.verdict).toBe("script-errors");
    expect(verdict.reasons.join("\n")).toContain("TypeError");
  });

  it("counts statuses that are no success as errors", async () => {
    const { verdict, summary } = await run(
      'ping(); http.get(__ENV.BASE_URL + "/missing", { tags: { name: "missing" }, responseCallback: http.expectedStatuses(200) });',
    );
    expect(verdict.verdict).toBe("thresholds-crossed");
    expect(summary.total.errorRate).toBeCloseTo(0.5, 1);
    expect(summary.operations.find((one) => one.operation === "missing")?.errorStatuses).toHaveProperty("404");
  });

  it("fails when the server is slower than the threshold", async () => {
    const { verdict, summary } = await run('ping(); http.get(__ENV.BASE_URL + "/slow", { tags: { name: "ping" } });', {
      p95Ms: 200,
    });
    expect(summary.total.latencyMs?.p95).toBeGreaterThanOrEqual(290);
    expect(verdict.verdict).toBe("thresholds-crossed");
    expect(verdict.reasons[0]).toMatch(/^p95 is 3\d\d ms \(at most 200 ms\)/);
  });

  it("fails when iterations are dropped, since the slowest part is missing then", async () => {
    const { verdict, summary } = await run('http.get(__ENV.BASE_URL + "/slow", { tags: { name: "ping" } });', {
      scenario: "rate: 50, timeUnit: '1s', preAllocatedVUs: 2, maxVUs: 2",
    });
    expect(summary.droppedIterations).toBeGreaterThan(0);
    expect(verdict.verdict).toBe("thresholds-crossed");
    expect(verdict.reasons.join()).toContain("dropped");
  });

  it("fails with the script's own words when preparing fails", async () => {
    const { verdict } = await run('ping(); } export function setup() { throw new Error("no rows to work on");');
    expect(verdict.verdict).toBe("script-failed");
    expect(verdict.reasons.join("\n")).toContain("no rows to work on");
  });

  it("refuses to load an extension from elsewhere", async () => {
    const {
      verdict,
      outcomes: [outcome],
    } = await run('ping(); } import x from "k6/x/sql"; export function other() { x.y();');
    expect(verdict.verdict).toBe("script-failed");
    expect(outcome?.exitCode).toBe(107);
  });

  it("stops when it is told to", async () => {
    const abort = new AbortController();
    const before = server.requests();
    const running = run("ping();", { signal: abort.signal });
    while (server.requests() === before) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    expect((await running).verdict.verdict).toBe("canceled");
  });
});

it("sees nothing of our environment, and leaves nothing behind", async () => {
  process.env.SPECLINE_TEST_SECRET = "hidden";
  process.env.K6_VUS = "7";
  try {
    const {
      verdict,
      outcomes: [outcome],
    } = await runScript({
      k6: built,
      workspaceRoot,
      url: server.url,
      flow: "ping(); if (__ENV.SPECLINE_TEST_SECRET || __ENV.K6_VUS || __ENV.PATH) console.error('leak');",
    });
    expect(outcome?.messages).toEqual([]);
    expect(verdict.verdict).toBe("passed");
    expect(readdirSync(join(workspaceRoot, ".specline/tmp"))).toEqual([]);
  } finally {
    delete process.env.SPECLINE_TEST_SECRET;
    delete process.env.K6_VUS;
  }
});

it.skipIf(!existsSync("/proc/self/task"))(
  "ends k6 when the process that started it is killed with SIGKILL",
  async () => {
    const before = server.requests();
    const holder = await start({
      program: process.execPath,
      arguments: [join(__dirname, "hold-k6.cjs"), workspaceRoot, server.url],
    });
    while (server.requests() === before) await delay(20);
    const children = readFileSync(`/proc/${holder.pid}/task/${holder.pid}/children`, "utf8").trim();
    expect(children).toMatch(/^\d+$/);
    process.kill(holder.pid, "SIGKILL");
    while (existsSync(`/proc/${children}/exe`)) await delay(20);
  },
);
