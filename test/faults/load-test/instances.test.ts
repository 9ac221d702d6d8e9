import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { bucketOf } from "../../../tools/k6/histogram";
import type { K6Program } from "../../../tools/k6/k6-program";
import { measure } from "../../../tools/k6/measure";
import { parseCsv } from "../../../tools/k6/read-csv";
import { freePort } from "../../../tools/process/free-port";
import { type LocalServer, startLocalServer } from "./local-server";
import { realK6, runScript } from "./real-k6";
import { tinySpec } from "./tiny-spec";

const workspaceRoot = mkdtempSync(join(tmpdir(), "specline-instances-"));
let built: K6Program;
let server: LocalServer;
const urls: URL[] = [];

beforeAll(async () => {
  built = await realK6();
  server = await startLocalServer((request, response) => {
    const url = new URL(request.url ?? "", "http://x");
    urls.push(url);
    // Slower by the number of the request, so that there are percentiles to tell apart.
    setTimeout(() => response.end("{}"), (Number(url.searchParams.get("n") ?? 0) % 40) * 2);
  });
});

beforeEach(() => {
  urls.length = 0;
});

afterAll(async () => {
  await server.close();
  rmSync(workspaceRoot, { recursive: true, force: true });
});

const numbered = `http.get(__ENV.BASE_URL + "/?n=" + exec.scenario.iterationInTest + "&part=" + exec.test.options.executionSegment, { tags: { name: "ping" } });`;

/** Two seconds of 60/s between users whose number three processes can share equally. */
const scenario = "rate: 60, timeUnit: '1s', preAllocatedVUs: 30, maxVUs: 30";

describe.each(["our output extension", "plain k6's CSV"])("three instances, read through %s", (way) => {
  const run = (flow: string, more: { url?: string; scenario?: string; signal?: AbortSignal } = {}) =>
    runScript({
      k6: { ...built, hasHistograms: way === "our output extension" },
      workspaceRoot,
      url: server.url,
      flow,
      scenario,
      instances: 3,
      ...more,
    });

  it("send together what one would send, each a third, and number iterations without doubles and gaps", async () => {
    const { summary, verdict } = await run(numbered);
    expect(verdict.verdict).toBe("passed");
    expect(summary.total.requests).toBe(urls.length);
    const numbers = urls.map((url) => Number(url.searchParams.get("n"))).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index));
    const parts = ["0:1/3", "1/3:2/3", "2/3:1"].map(
      (part) => urls.filter((url) => url.searchParams.get("part") === part).length,
    );
    expect(parts.reduce((sum, one) => sum + one, 0)).toBe(urls.length);
    expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
  });

  it.each([
    ["nobody listens", "ping();", "no-response", true],
    ["no request is sent", "", "no-samples", false],
    ["every iteration throws", "scriptErrors.add(1);", "script-errors", false],
    ["iterations throw after their request", "ping(); scriptErrors.add(1);", "script-errors", false],
  ])("fail when %s", async (_, flow, verdict, isDead) => {
    const measured = await run(flow, isDead ? { url: `http://127.0.0.1:${await freePort()}` } : {});
    expect(measured.outcomes[0]?.exitCode).toBe(0);
    expect(measured.verdict).toMatchObject({ verdict, success: false });
  });

  it("fail when iterations are dropped, added up", async () => {
    const { verdict, summary } = await run(`http.get(__ENV.BASE_URL + "/?n=39", { tags: { name: "ping" } });`, {
      scenario: "rate: 120, timeUnit: '1s', preAllocatedVUs: 3, maxVUs: 3",
    });
    expect(summary.droppedIterations).toBeGreaterThan(0);
    expect(verdict.reasons.join()).toContain("dropped");
    expect(verdict.success).toBe(false);
  });

  it("stop when they are told to", async () => {
    const abort = new AbortController();
    const running = run(numbered, { signal: abort.signal });
    while (urls.length === 0) await delay(10);
    abort.abort();
    expect((await running).verdict.verdict).toBe("canceled");
  });

  // The process that is killed is found in /proc, which only Linux has.
  it.skipIf(!existsSync("/proc/self/task"))("are an incomplete run that says which, when one is killed", async () => {
    const running = run(numbered, { scenario });
    while (urls.length < 20) await delay(10);
    const [second] = childrenWith("1/3:2/3");
    expect(second).toBeDefined();
    process.kill(Number(second), "SIGKILL");
    const { verdict, summary } = await running;
    expect(verdict).toMatchObject({ verdict: "incomplete", success: false });
    expect(verdict.reasons[0]).toMatch(/^instance 2 of 3 was ended by a signal/);
    expect(summary.total.requests).toBeGreaterThan(0);
    expect(childrenWith("--execution-segment")).toEqual([]);
  });
});

it("gives percentiles within 1 % of those of the raw samples", async () => {
  const folder = mkdtempSync(join(workspaceRoot, "raw-"));
  const path = join(folder, "k6");
  // k6 with a second output; the process goes on as k6.
  writeFileSync(
    path,
    `#!/bin/sh\ncommand="$1"; shift\nexec "${built.path}" "$command" --out csv=${folder}/$$.csv.gz "$@"\n`,
  );
  chmodSync(path, 0o755);
  const k6 = { ...built, path, hasHistograms: true };
  const { summary } = await runScript({
    k6,
    workspaceRoot,
    url: server.url,
    flow: numbered,
    scenario: "rate: 200, timeUnit: '1s', preAllocatedVUs: 60, maxVUs: 60",
    instances: 3,
  });
  const files = readdirSync(folder).filter((name) => name.endsWith(".gz"));
  expect(files).toHaveLength(3);
  const raw = files.flatMap((name) => durationsMs(gunzipSync(readFileSync(join(folder, name))).toString("utf8")));
  raw.sort((a, b) => a - b);
  expect(raw).toHaveLength(summary.total.requests);
  for (const [name, share] of [
    ["p50", 0.5],
    ["p90", 0.9],
    ["p95", 0.95],
    ["p99", 0.99],
  ] as const) {
    const exact = raw[Math.ceil(share * raw.length) - 1] ?? 0;
    expect(Math.abs((summary.total.latencyMs?.[name] ?? 0) / exact - 1), name).toBeLessThan(0.01);
  }
  expect(bucketOf((raw.at(-1) ?? 0) * 1000)).toBe(bucketOf((summary.total.latencyMs?.max ?? 0) * 1000));
});

it("prepares rows of its own in each instance, which no other one has or deletes", async () => {
  const { service } = await compile({ openapiPath: "api.json", readText: () => tinySpec });
  if (service === undefined) throw new Error("no service");
  for (const { path, content } of emitLoadTests({ service, links: [], resourceFolder: (name) => name })) {
    mkdirSync(dirname(join(workspaceRoot, "app", path)), { recursive: true });
    writeFileSync(join(workspaceRoot, "app", path), content);
  }
  const scriptPath = join(workspaceRoot, "app/src/prepared.js");
  writeFileSync(
    scriptPath,
    `import { attempt, call, isOneOfMany, loadFor, operation, times, unique } from "./generated/load-test/run-time.js";
const any = operation({ id: "ping", method: "GET", success: [[200, 200]], documented: [[200, 200]] });
const load = loadFor({ operations: ["ping"], requestsPerIteration: 1 });
export const options = load.options;
export function setup() {
  return { isOneOfMany: isOneOfMany(), keys: times(load.virtualUsers, () => unique(12)) };
}
export default function (rows) {
  attempt(rows, () => { call(any, "/?unique=" + unique(12) + "&prepared=" + rows.keys.join(",") + "&many=" + rows.isOneOfMany); });
}
`,
  );
  const { verdict, summary } = await measure({
    workspaceRoot,
    k6: built,
    scriptPaths: [scriptPath],
    environment: { BASE_URL: server.url, RATE: "20", USERS: "", DURATION: "1", INSTANCES: "3", RUN: "1234567" },
    secrets: [],
    durationSeconds: 1,
    instances: 3,
    thresholds: { p95Ms: 500, errorRate: 0, isAsked: false },
    expectedOperations: ["ping"],
  });
  expect(verdict.verdict).toBe("passed");
  const prepared = new Set(urls.map((url) => url.searchParams.get("prepared") ?? ""));
  expect(prepared.size).toBe(3);
  const keys = [...prepared].flatMap((one) => one.split(","));
  const unique = [...urls.map((url) => url.searchParams.get("unique") ?? ""), ...keys];
  expect(new Set(unique).size).toBe(unique.length);
  expect(unique.length).toBe(summary.total.requests + keys.length);
  expect(keys.length % 9).toBe(0);
  expect(new Set(urls.map((url) => url.searchParams.get("many")))).toEqual(new Set(["true"]));
});

function durationsMs(csv: string): readonly number[] {
  const [header = [], ...rows] = parseCsv(csv);
  const [metric, value] = [header.indexOf("metric_name"), header.indexOf("metric_value")];
  return rows.filter((row) => row[metric] === "http_req_duration").map((row) => Number(row[value]));
}

/** Processes of ours that have such an argument. */
function childrenWith(argument: string): readonly string[] {
  const children = readdirSync("/proc/self/task").flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, "utf8").split(" "),
  );
  return children.filter((pid) => {
    if (pid === "") return false;
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(argument);
    } catch {
      return false;
    }
  });
}
