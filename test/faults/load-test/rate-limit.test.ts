import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import load from "../../../executors/load/executor";
import type { LoadOptions } from "../../../executors/load/load-options";
import { startLocalServer } from "./local-server";

const root = mkdtempSync(join(tmpdir(), "specline-limit-"));
const write = process.stdout.write.bind(process.stdout);
let printed = "";

beforeAll(() => {
  process.stdout.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof process.stdout.write;
});
afterAll(() => {
  process.stdout.write = write;
  rmSync(root, { recursive: true, force: true });
});

const context = {
  root,
  projectName: "limited",
  projectsConfigurations: { version: 2, projects: {} },
} as unknown as ExecutorContext;

interface Limiter {
  readonly allowed: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether it starts anew after a second. */
  readonly recovers: boolean;
  readonly statusOver?: number;
}

/** So many requests in a second, and 429 for what is over. */
function limiter({ allowed, headers, recovers, statusOver = 429 }: Limiter): RequestListener {
  let since = 0;
  let count = 0;
  return (_request, response) => {
    if (recovers && Date.now() - since > 1_000) {
      since = Date.now();
      count = 0;
    }
    if (count++ < allowed) response.writeHead(200).end("{}");
    else response.writeHead(statusOver, headers).end("{}");
  };
}

async function run(answer: RequestListener, options: LoadOptions = {}) {
  const server = await startLocalServer(answer);
  printed = "";
  try {
    const url = `${server.url}/items?key=secret`;
    const { success } = await load({ url, duration: "3s", expectRateLimit: true, ...options }, context);
    const report = JSON.parse(readFileSync(join(root, ".specline/reports/limited/load.json"), "utf8")) as {
      readonly verdict: string;
      readonly reasons: readonly string[];
      readonly data: object;
    };
    return { success, report, requests: server.requests() };
  } finally {
    await server.close();
  }
}

const retry = { "retry-after": "1" };
const policy = { ratelimit: '"default";r=0;t=1', "ratelimit-policy": '"default";q=50;w=1' };

describe("--expect-rate-limit", () => {
  it("passes where 429 says when to come again, and that is true", async () => {
    const { success, report } = await run(limiter({ allowed: 50, headers: { ...retry, ...policy }, recovers: true }));
    expect(report.reasons.join("\n")).toContain("429 after 50 requests");
    expect({ success, verdict: report.verdict }).toEqual({ success: true, verdict: "passed" });
    const schema = JSON.parse(
      readFileSync(join(__dirname, "../../../docs/schemas/load-rate-limit.json"), "utf8"),
    ) as object;
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    expect(ajv.validate(schema, report.data), ajv.errorsText()).toBe(true);
    expect(JSON.stringify(report) + printed).not.toContain("secret");
  });

  it("takes the customary headers too", async () => {
    const headers = { ...retry, "x-ratelimit-limit": "50", "x-ratelimit-remaining": "0" };
    expect((await run(limiter({ allowed: 50, headers, recovers: true }))).report.verdict).toBe("passed");
  });

  it.each<readonly [string, Limiter, string]>([
    ["never limits", { allowed: 1e9, headers: {}, recovers: true }, "never-limited"],
    [
      "does not say when to come again",
      { allowed: 50, headers: policy, recovers: true },
      "limited-without-retry-after",
    ],
    [
      "says it in no known form",
      { allowed: 50, headers: { ...policy, "retry-after": "soon" }, recovers: true },
      "limited-without-retry-after",
    ],
    ["does not tell its limit", { allowed: 50, headers: retry, recovers: true }, "limited-without-headers"],
    [
      "tells its policy alone",
      { allowed: 50, headers: { ...retry, "ratelimit-policy": '"default";q=50;w=1' }, recovers: true },
      "limited-without-headers",
    ],
    ["does not recover", { allowed: 50, headers: { ...retry, ...policy }, recovers: false }, "not-recovered"],
    ["fails under a burst", { allowed: 50, headers: {}, recovers: true, statusOver: 500 }, "failed-under-burst"],
  ])("finds a service that %s", async (_, service, verdict) => {
    const { success, report } = await run(limiter(service));
    expect({ success, verdict: report.verdict }).toEqual({ success: false, verdict });
  });

  it("stops soon after it was limited", async () => {
    const { requests } = await run(limiter({ allowed: 20, headers: { ...retry, ...policy }, recovers: true }), {
      duration: "60s",
    });
    expect(requests).toBeLessThan(400);
  });

  it.each<readonly [LoadOptions, string]>([
    [{ rate: 5_000 }, "--rate=5000 is refused"],
    [{ concurrency: 5 }, "--concurrency=5 is refused"],
    [{ compareUrl: "http://127.0.0.1:1" }, "--compare-url=… is refused"],
    [{ scenario: "attack" }, "--expect-rate-limit=true is refused"],
    [{ url: "http://example.com/" }, "--allow-host=example.com"],
  ])("refuses %j before anything is sent", async (options, said) => {
    printed = "";
    const { success } = await load({ url: "http://127.0.0.1:9/", expectRateLimit: true, ...options }, context);
    expect(success).toBe(false);
    expect(printed).toContain(said);
  });
});
