import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import load from "../../../executors/load/executor";
import type { LoadOptions } from "../../../executors/load/load-options";
import loadtest, { type LoadtestOptions } from "../../../executors/loadtest/executor";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { k6Scenarios } from "../../../tools/k6/form/k6-scenarios";
import { stagesOf } from "../../../tools/k6/form/load-form";
import { measure } from "../../../tools/k6/measure";
import { writeRunFile } from "../../../tools/workspace/run-file";
import { type LocalServer, startLocalServer } from "./local-server";
import { realK6 } from "./real-k6";
import { type Seen, tinyService } from "./tiny-service";
import { tinySpec } from "./tiny-spec";

const root = mkdtempSync(join(tmpdir(), "specline-scenarios-"));
const nonce = "the-nonce";
const seen: Seen[] = [];
const servers: LocalServer[] = [];
let tiny: LocalServer;
let printed = "";
const write = process.stdout.write.bind(process.stdout);

beforeAll(async () => {
  const described = JSON.parse(tinySpec) as { paths: Record<string, Record<string, object>> };
  described.paths["/items"] = { ...described.paths["/items"], "x-slo": { p95: "2s", errorRate: "1%" } };
  const { service } = await compile({ openapiPath: "api.json", readText: () => JSON.stringify(described) });
  if (service === undefined) throw new Error("no service");
  for (const { path, content } of emitLoadTests({ service, links: [], resourceFolder: (name) => name })) {
    mkdirSync(dirname(join(root, "apps/tiny", path)), { recursive: true });
    writeFileSync(join(root, "apps/tiny", path), content);
  }
  tiny = await startLocalServer(tinyService(nonce, seen));
  writeRunFile(root, { project: "tiny", pid: process.pid, url: tiny.url, nonce, secrets: { token: "s3cret-token" } });
  process.stdout.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof process.stdout.write;
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((one) => one.close()));
});

afterAll(async () => {
  process.stdout.write = write;
  await tiny.close();
  rmSync(root, { recursive: true, force: true });
});

function context(projectName: string): ExecutorContext {
  return { root, projectName, projectsConfigurations: { version: 2, projects: {} } } as unknown as ExecutorContext;
}

async function serve(answer: RequestListener): Promise<LocalServer> {
  const server = await startLocalServer(answer);
  servers.push(server);
  return server;
}

async function runLoad(options: LoadOptions) {
  printed = "";
  const { success } = await load(options, context("tiny"));
  return { ...reportOf("tiny/load"), success, printed };
}

async function runResource(options: Partial<LoadtestOptions>) {
  printed = "";
  seen.length = 0;
  const { success } = await loadtest(
    { api: "tiny", directory: "apps/tiny", resource: "items", ...options },
    context("tiny-items"),
  );
  return { ...reportOf("tiny-items/loadtest"), success, printed };
}

interface Data {
  readonly load: { readonly isBounded: boolean; readonly scenario: string };
  readonly total: { readonly requests: number };
  readonly operations: readonly { readonly operation: string; readonly requests: number; readonly misses: string[] }[];
  readonly scaling?: {
    readonly bestStep: number | null;
    readonly steps: readonly { users: number; requestsPerSecond: number; littleDeviation: number; misses: string[] }[];
    readonly borneRequestsPerSecond: number | null;
    readonly model: Record<string, { identified: boolean; value?: number }>;
    readonly limit: { limit: string };
    readonly target: { instances: number | null } | null;
  };
  readonly spike?: { readonly recoverySeconds: number | null; stages: Record<string, { requests: number }> };
  readonly soak?: { readonly latencies: { verdict: string }[]; readonly warning: string | null };
}

function reportOf(path: string): { readonly verdict: string; readonly data: Data } {
  const file = join(root, `.specline/reports/${path}.json`);
  if (!existsSync(file)) throw new Error(`no report: ${printed}`);
  const report = JSON.parse(readFileSync(file, "utf8")) as {
    verdict: string;
    data: Data;
  };
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const schema = JSON.parse(readFileSync(join(__dirname, "../../../docs/schemas/load-test.json"), "utf8")) as object;
  if (report.verdict !== "refused") expect(ajv.validate(schema, report.data), ajv.errorsText()).toBe(true);
  return report;
}

/** Nothing is sent there. */
const other = "http://127.0.0.1:9";

const quick: RequestListener = (_, response) => response.end("{}");

describe("smoke", () => {
  it("calls every operation of a resource once, with one user", async () => {
    const { success, data, verdict } = await runResource({ scenario: "smoke" });
    expect({ success, verdict }).toEqual({ success: true, verdict: "passed" });
    expect(data.operations.map((one) => one.operation)).toEqual(["createItem", "deleteItem", "getItem", "listItems"]);
    expect(seen.filter((one) => one.method === "POST")).toHaveLength(1);
  });

  it("fails when the service answers with a failure", async () => {
    const { url } = await serve((_, response) => response.writeHead(500).end());
    expect(await runLoad({ url, scenario: "smoke" })).toMatchObject({ success: false, verdict: "thresholds-crossed" });
  });
});

describe("objectives of the description", () => {
  it("are judged for each operation, and options win over them", async () => {
    const { success, data, printed: text } = await runResource({ rate: 5, duration: "1s" });
    expect(success).toBe(true);
    expect(text).toContain("every operation meets its objective");
    expect(data.operations.every((one) => one.misses.length === 0)).toBe(true);
    const strict = await runResource({ rate: 5, duration: "1s", p95Ms: 0.001 });
    expect(strict).toMatchObject({ success: false, verdict: "thresholds-crossed" });
    expect(strict.data.operations.every((one) => one.misses.length === 1)).toBe(true);
  });
});

describe("the bound of requests", () => {
  it.each([
    ["users as fast as they can", { concurrency: 8, duration: "20s", maxRequests: 60 }],
    ["users without a warm-up", { concurrency: 8, duration: "20s", maxRequests: 60, warmup: "0s" }],
    ["steps of users", { steps: "1,2,4", maxRequests: 60 }],
    ["users of two instances", { concurrency: 8, duration: "20s", maxRequests: 60, instances: 2 }],
    [
      "users of two instances, no warm-up",
      { concurrency: 8, duration: "20s", maxRequests: 60, warmup: "0s", instances: 2 },
    ],
  ])("is never exceeded, and ends a run of %s", async (_, options) => {
    const { url, requests } = await serve(quick);
    const { data, printed: text } = await runLoad({ url, ...options });
    expect(requests()).toBeLessThanOrEqual(60);
    expect(requests()).toBeGreaterThan(30);
    expect(data.load.isBounded).toBe(true);
    expect(text).toContain("--max-requests");
  });

  it.each([1, 2])("counts what %i instances prepare and clean up, and leaves no row behind", async (instances) => {
    const {
      data,
      success,
      printed: text,
    } = await runResource({ concurrency: 4, duration: "20s", warmup: "0s", maxRequests: 50, instances });
    expect(seen.filter((one) => !one.url.startsWith("/-/")).length).toBeLessThanOrEqual(50);
    expect(data.total.requests).toBeGreaterThan(20);
    expect(seen.filter((one) => one.method === "DELETE")).toHaveLength(
      seen.filter((one) => one.method === "POST").length,
    );
    expect(text).toContain("the run ended early, at --max-requests");
    expect(success).toBe(true);
  });

  it("is not reached by a run that is planned within it", async () => {
    const { url, requests } = await serve(quick);
    const { success, data } = await runLoad({ url, rate: 20, duration: "1s", warmup: "1s", maxRequests: 42 });
    expect(success).toBe(true);
    expect(data.load.isBounded).toBe(false);
    expect(requests()).toBeGreaterThanOrEqual(40);
  });

  it.each([
    [{ rate: 30, duration: "10s", maxRequests: 100 }, "--max-requests=100"],
    [{ rate: 100_000, duration: "20s" }, "--max-requests=1000000"],
    [{ compareUrl: other, rate: 10, rounds: 6, maxRequests: 500 }, "up to 516 requests"],
    [{ compareUrl: other, maxRequests: 500 }, "Give a --rate as well"],
    [{ saveBaseline: "kept.json", rate: 10, rounds: 6, maxRequests: 200 }, "up to 258 requests"],
    [{ scenario: "ratelimit", rate: 50, duration: "5s", maxRequests: 200 }, "up to 252 requests"],
  ])("refuses %j before anything is sent", async (options, said) => {
    const { url, requests } = await serve(quick);
    printed = "";
    expect(await load({ url, ...options }, context("tiny"))).toEqual({ success: false });
    expect(printed).toContain(said);
    expect(requests()).toBe(0);
  });
});

it("says what users that wait for each answer hide", async () => {
  const { url } = await serve(quick);
  const closed = await runLoad({ url, concurrency: 2, duration: "1s" });
  expect(closed.printed).toContain("stalls are missing in these percentiles");
  const open = await runLoad({ url, rate: 10, duration: "1s" });
  expect(open.printed).not.toContain("stalls are missing");
});

/** Every request takes so long, and only so many are worked on at a time. */
function withPermits(permits: number, serviceMs: number): RequestListener {
  const waiting: (() => void)[] = [];
  let free = permits;
  return (_, response) => {
    const begin = () => {
      free--;
      setTimeout(() => {
        free++;
        response.end("{}");
        waiting.shift()?.();
      }, serviceMs);
    };
    if (free > 0) begin();
    else waiting.push(begin);
  };
}

describe("steps", () => {
  it("finds the limit of a service with four places of 40 ms, confirms it and counts instances", async () => {
    const { url } = await serve(withPermits(4, 40));
    const { success, verdict, data } = await runLoad({
      url,
      steps: "1,2,4,8,16",
      duration: "2s",
      hold: "3s",
      p95Ms: 120,
      targetRps: 1000,
    });
    const { scaling } = data;
    expect({ success, verdict }).toEqual({ success: true, verdict: "passed" });
    // Four places of 40 ms are at most 100 requests a second.
    for (const { requestsPerSecond, users } of scaling?.steps ?? [])
      expect(requestsPerSecond).toBeLessThanOrEqual(Math.min(users, 4) * 25 * 1.05);
    expect(scaling?.steps.at(-1)?.misses.length).toBeGreaterThan(0);
    expect(scaling?.borneRequestsPerSecond).toBeGreaterThan(50);
    expect(scaling?.borneRequestsPerSecond).toBeLessThan(105);
    expect(scaling?.target?.instances).toBeGreaterThanOrEqual(Math.ceil(1000 / (105 * 0.7)));
    expect(scaling?.target?.instances).toBeLessThanOrEqual(Math.ceil(1000 / (50 * 0.7)));
    // What else runs on the machine is not known, so its processors may be busy, too.
    expect(["waiting", "machine", "other-processes"]).toContain(scaling?.limit.limit);
    for (const step of scaling?.steps ?? []) expect(Math.abs(step.littleDeviation)).toBeLessThan(0.2);
  });
});

it("tells stages apart in plain k6's CSV, too", async () => {
  const { url } = await serve(quick);
  const stages = stagesOf({ kind: "load", pace: { kind: "users", users: 1 }, warmUpSeconds: 1, seconds: 1 });
  const request = { method: "GET", url, headers: {}, body: null, name: "ping" };
  const { outcomes, summary } = await measure({
    workspaceRoot: root,
    k6: { ...(await realK6()), hasHistograms: false },
    scriptPaths: [join(__dirname, "../../../tools/k6/repeat-request.js")],
    environment: {
      SCENARIOS: JSON.stringify(k6Scenarios(stages)),
      REQUEST: JSON.stringify(request),
      EXPECTED_STATUSES: "[[200,200]]",
    },
    secrets: [],
    durationSeconds: 1,
    thresholds: { p95Ms: 500, errorRate: 0, isAsked: false },
    expectedOperations: ["ping"],
  });
  const [outcome] = outcomes;
  expect(new Set(outcome?.measurement.cells.map((cell) => cell.stage))).toEqual(new Set(["warm-up", "load"]));
  expect(summary.iterations).toBe(outcome?.measurement.stageCounters?.get("load")?.get("iterations"));
  expect(summary.total.requests).toBe(summary.iterations);
});

describe("a spike", () => {
  it("tells how long the service is not as before", async () => {
    // Eight places of 50 ms bear 160 requests a second; three seconds of 300 leave a queue that takes seconds to empty.
    const { url } = await serve(withPermits(8, 50));
    const { data, verdict } = await runLoad({
      url,
      scenario: "spike",
      rate: 30,
      peak: 10,
      duration: "3s",
      warmup: "1s",
      errorRate: 1,
    });
    expect(data.spike?.stages.spike?.requests).toBeGreaterThan(300);
    expect(["passed", "thresholds-crossed", "not-recovered"]).toContain(verdict);
    expect(data.spike?.recoverySeconds ?? 6).toBeGreaterThan(0);
  });

  it("finds a service that does not come back", async () => {
    let requests = 0;
    const { url } = await serve((_, response) => {
      requests++;
      if (requests < 100) response.end("{}");
      else setTimeout(() => response.end("{}"), 60);
    });
    const { success, verdict } = await runLoad({
      url,
      scenario: "spike",
      rate: 10,
      peak: 20,
      duration: "3s",
      warmup: "0s",
    });
    expect({ success, verdict }).toEqual({ success: false, verdict: "not-recovered" });
  });
});

describe("a soak", () => {
  it("finds a service that gets slower, with an interval, and warns of its length", async () => {
    const start = Date.now();
    const { url } = await serve((_, response) => {
      const seconds = (Date.now() - start) / 1000;
      setTimeout(() => response.end("{}"), 10 + 2 * seconds);
    });
    const {
      success,
      verdict,
      data,
      printed: text,
    } = await runLoad({ url, scenario: "soak", rate: 20, duration: "24s", warmup: "0s" });
    expect({ success, verdict }).toEqual({ success: false, verdict: "drifted" });
    expect(data.soak?.latencies.some((one) => one.verdict === "worse")).toBe(true);
    expect(text).toContain("24 s show only what changes within seconds");
  });
});

it.each([
  [{ scenario: "stepps" }, "Did you mean --scenario=steps?"],
  [{ scenario: "nothing" }, "There are: smoke, load, steps, spike, soak, attack, ratelimit."],
  [{ scenario: "smoke", rate: 3 }, "--rate=3 is refused: --scenario=smoke has no such setting"],
  [{ scenario: "soak", steps: "1,2,3" }, "--steps=1,2,3"],
  [{ steps: "1,2,x" }, "`x` is no whole number of users"],
  [{ steps: "8,4,2" }, "Write 2,4,8."],
  [{ steps: "10/s,20" }, "it mixes users and rates"],
  [{ steps: "1,2" }, "there must be from 3 to 20 steps"],
  [{ steps: "0/s,1/s,2/s" }, "`0/s` is no rate above 0"],
  [{ scenario: "steps", warmup: "0s" }, "needs at least 1 s"],
  [{ scenario: "steps", duration: "2500ms" }, "it takes whole seconds"],
  [{ duration: "0.5s" }, "needs at least 1 s"],
  [{ duration: "900ms", compareUrl: other }, "nothing below 1 s"],
  [{ scenario: "steps", hold: "soon" }, "--hold=soon"],
  [{ scenario: "soak", duration: "10s" }, "needs at least 24 s"],
  [{ targetRps: 100 }, "use --scenario=steps"],
  [{ peak: 3 }, "use --scenario=spike"],
  [{ peak: 1, scenario: "spike" }, "--peak=1"],
  [{ maxRequests: 0 }, "--maxRequests=0"],
  [{ warmup: "-1s" }, "--warmup=-1s"],
  [
    { compareUrl: "http://127.0.0.1:1", scenario: "soak" },
    "--compare-url=… is refused: --scenario=soak has no such setting",
  ],
])("refuses %j before anything is sent", async (options, said) => {
  printed = "";
  expect(await load({ url: tiny.url, ...options }, context("tiny"))).toEqual({ success: false });
  expect(printed).toContain(said);
});
