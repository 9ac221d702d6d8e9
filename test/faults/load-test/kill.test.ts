import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LoadOptions } from "../../../executors/load/load-options";
import { type StartedProgram, start } from "../../../tools/process/start";
import { realK6 } from "./real-k6";

interface LoadReport {
  readonly verdict: string;
  readonly success: boolean;
  readonly reasons: readonly string[];
  readonly data: {
    readonly total: {
      readonly requests: number;
      readonly statuses: Readonly<Record<string, number>>;
      readonly errorKinds: Readonly<Record<string, number>>;
    };
  };
}

let root = "";
let server: StartedProgram;
let url = "";
const started: StartedProgram[] = [];

beforeAll(() => realK6());

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "specline-kill-"));
  url = await new Promise((resolve, reject) => {
    start({
      program: process.execPath,
      arguments: [join(__dirname, "hold-server.cjs")],
      onLine: (port) => resolve(`http://127.0.0.1:${port}/`),
    }).then((program) => {
      server = program;
      started.push(program);
    }, reject);
  });
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop("SIGKILL")));
  rmSync(root, { recursive: true, force: true });
});

/** A load test in a process of its own, once its samples begin. */
async function running(options: LoadOptions, environment: Readonly<Record<string, string>> = {}) {
  const lines: string[] = [];
  const program = await start({
    program: process.execPath,
    arguments: [join(__dirname, "hold-load.cjs"), root, JSON.stringify({ url, rate: 50, warmup: "0s", ...options })],
    environment: { ...(process.env as Record<string, string>), ...environment },
    onLine: (line) => lines.push(line),
  });
  started.push(program);
  while (!hasSamples()) await delay(20);
  return { program, lines, k6: childrenOf(program.pid).filter((pid) => commandOf(pid).includes("--no-usage-report")) };
}

function hasSamples(): boolean {
  const folder = join(root, ".specline/tmp");
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).some(
    (name) => name.endsWith("run.ndjson") && readFileSync(join(folder, name), "utf8").includes('"h"'),
  );
}

function report(): LoadReport {
  return JSON.parse(readFileSync(join(root, ".specline/reports/tiny/load.json"), "utf8")) as LoadReport;
}

function childrenOf(pid: number): readonly number[] {
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, "utf8").split(" "))
    .filter((child) => child !== "")
    .map(Number);
}

function commandOf(pid: number): string {
  return existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, "utf8") : "";
}

const isAlive = (pid: number) => existsSync(`/proc/${pid}/exe`);

/** Local addresses, as `/proc/net/tcp` writes them, on which a process listens. */
function listening(pid: number): readonly string[] {
  const sockets = readdirSync(`/proc/${pid}/fd`).flatMap((file) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${file}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
  return ["tcp", "tcp6"].flatMap((kind) =>
    readFileSync(`/proc/${pid}/net/${kind}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === "0A" && sockets.includes(fields[9] ?? ""))
      .map((fields) => fields[1] ?? ""),
  );
}

// Processes are found, and shown to be gone, in /proc, which only Linux has.
describe.skipIf(!existsSync("/proc/self/task")).each([1, 2])("a load test with %i instances", (instances) => {
  it("reports what it measured when it is interrupted, and fails", async () => {
    const { program, k6 } = await running({ instances, duration: "600s" });
    expect(k6).toHaveLength(instances);
    process.kill(program.pid, "SIGINT");
    expect(await program.ended).toBe(1);
    expect(report()).toMatchObject({ verdict: "canceled", success: false });
    expect(report().data.total.requests).toBeGreaterThan(0);
    expect(k6.filter(isAlive)).toEqual([]);
  });

  it("reports what it measured when k6 is killed, and fails", async () => {
    const { program, k6 } = await running({ instances, duration: "600s" });
    process.kill(k6[0] ?? 0, "SIGKILL");
    expect(await program.ended).toBe(1);
    expect(report()).toMatchObject({ verdict: instances === 1 ? "canceled" : "incomplete", success: false });
    expect(report().reasons.join()).toContain("ended by a signal");
    expect(report().data.total.requests).toBeGreaterThan(0);
    expect(k6.filter(isAlive)).toEqual([]);
  });

  it("goes on and says what went wrong when the server is killed, and fails", async () => {
    const { program, k6 } = await running({ instances, duration: "4s" });
    process.kill(server.pid, "SIGKILL");
    expect(await program.ended).toBe(1);
    const { verdict, data } = report();
    expect(verdict).toBe("thresholds-crossed");
    expect(data.total.statuses).toMatchObject({ "0": expect.any(Number), "200": expect.any(Number) });
    expect(data.total.errorKinds).toHaveProperty("connection refused");
    expect(k6.filter(isAlive)).toEqual([]);
  });

  it("leaves no k6 behind when it is itself killed", async () => {
    const { program, k6 } = await running({ instances, duration: "600s" });
    process.kill(program.pid, "SIGKILL");
    expect(await program.ended).toBeUndefined();
    while (k6.some(isAlive)) await delay(20);
    expect(k6).toHaveLength(instances);
  });

  it("listens nowhere, but for a dashboard on this machine when it is asked for", async () => {
    const { program, k6 } = await running({ instances, duration: "600s" });
    expect(k6.flatMap(listening)).toEqual([]);
    await program.stop("SIGINT", 20_000);

    const shown = await running({ instances, duration: "600s" }, { K6_WEB_DASHBOARD: "true" });
    const address = /http:\/\/127\.0\.0\.1:(\d+)/.exec(shown.lines.find((line) => line.includes("dashboard")) ?? "");
    const port = Number(address?.[1]).toString(16).toUpperCase().padStart(4, "0");
    expect(shown.k6.flatMap(listening)).toEqual([`0100007F:${port}`]);
    expect((await fetch(address?.[0] ?? "", { redirect: "manual" })).status).toBeLessThan(400);
    process.kill(shown.program.pid, "SIGINT");
    expect(await shown.program.ended).toBe(1);
    expect(shown.k6.filter(isAlive)).toEqual([]);
  });
});
