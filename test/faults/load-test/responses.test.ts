import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import type { K6Program } from "../../../tools/k6/k6-program";
import { measure } from "../../../tools/k6/measure";
import { checkEnvironment, responseCheckFor } from "../../../tools/k6/response-check";
import { type LocalServer, startLocalServer } from "./local-server";
import { realK6 } from "./real-k6";

const item = {
  type: "object",
  required: ["id"],
  additionalProperties: false,
  properties: {
    id: { type: "integer", minimum: 1 },
    madeAt: { type: "string", format: "date-time" },
    parent: { $ref: "#/components/schemas/Item" },
    secret: { type: "string", maxLength: 3 },
  },
};
const json = { "application/json": { schema: { type: "array", items: { $ref: "#/components/schemas/Item" } } } };
const operation = (name: string) => ({
  get: {
    tags: ["all"],
    operationId: name,
    responses: {
      "200": {
        description: "ok",
        content: json,
        headers: { "X-Page": { required: true, schema: { type: "string" } } },
      },
      "4XX": { description: "no" },
    },
  },
});

interface Answer {
  readonly body: string;
  readonly type?: string;
  readonly page?: boolean;
  /** What is wrong with it, if anything is. */
  readonly fault?: { readonly path: string; readonly keyword: string };
  /** Only our extension sees it. */
  readonly isNativeOnly?: boolean;
}

const answers: Readonly<Record<string, Answer>> = {
  right: {
    body: '[{"id":1.0,"madeAt":"2026-01-01T10:00:00Z","parent":{"id":2}}]',
    type: "Application/JSON; charset=utf-8",
  },
  wrongType: { body: '[{"id":1},{"id":"hunter2"}]', fault: { path: "/1/id", keyword: "type" } },
  fraction: { body: '[{"id":1.5}]', fault: { path: "/0/id", keyword: "type" } },
  tooSmall: { body: '[{"id":1,"parent":{"id":0}}]', fault: { path: "/0/parent/id", keyword: "minimum" } },
  missing: { body: "[{}]", fault: { path: "/0", keyword: "required" } },
  unknown: { body: '[{"id":1,"hunter2":1}]', fault: { path: "/0", keyword: "additionalProperties" } },
  tooLong: { body: '[{"id":1,"secret":"hunter2"}]', fault: { path: "/0/secret", keyword: "maxLength" } },
  noDate: {
    body: '[{"id":1,"madeAt":"hunter2"}]',
    fault: { path: "/0/madeAt", keyword: "format" },
    isNativeOnly: true,
  },
  noJson: { body: "hunter2", fault: { path: "", keyword: "json" } },
  empty: { body: "", fault: { path: "", keyword: "json" } },
  text: { body: "[]", type: "text/plain", fault: { path: "", keyword: "content-type" } },
  noPage: { body: "[]", page: false, fault: { path: "X-Page", keyword: "header" } },
};

const root = mkdtempSync(join(tmpdir(), "specline responses %20-"));
const scriptPath = join(root, "app/src/resources/all/generated/load-test.js");
let server: LocalServer;
let k6: K6Program;

beforeAll(async () => {
  k6 = await realK6();
  const description = {
    openapi: "3.1.0",
    info: { title: "Responses", version: "1.0.0" },
    paths: Object.fromEntries(Object.keys(answers).map((name) => [`/${name}`, operation(name)])),
    components: { schemas: { Item: item } },
  };
  const { service } = await compile({ openapiPath: "api.json", readText: () => JSON.stringify(description) });
  if (service === undefined) throw new Error("no service");
  for (const { path, content } of emitLoadTests({ service, links: [], resourceFolder: (name) => name })) {
    mkdirSync(dirname(join(root, "app", path)), { recursive: true });
    writeFileSync(join(root, "app", path), content);
  }
  server = await startLocalServer(({ url = "" }, response) => {
    const { body = "", type = "application/json", page = true } = answers[url.slice(1)] ?? {};
    response.writeHead(200, { "content-type": type, ...(page ? { "x-page": "1" } : {}) }).end(body);
  });
});
afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

const run = (check: "all" | "sampled" | "off", hasExtension: boolean) => {
  const program = { ...k6, hasChecks: hasExtension, hasHistograms: hasExtension };
  const { usesExtension } = responseCheckFor(check, program);
  return measure({
    workspaceRoot: root,
    k6: program,
    scriptPaths: [scriptPath],
    environment: {
      BASE_URL: server.url,
      RATE: "60",
      DURATION: "1",
      ...checkEnvironment(responseCheckFor(check, program)),
    },
    usesExtension,
    secrets: [],
    durationSeconds: 1,
    thresholds: { p95Ms: 60_000, errorRate: 1, isAsked: false },
    expectedOperations: Object.keys(answers),
  });
};

it.each([
  ["by our extension, all", "all", true],
  ["by our extension, a sample", "sampled", true],
  ["by the script of a k6 without it, a sample", "all", false],
] as const)("finds what breaks the description: %s", async (_, check, hasExtension) => {
  const { summary, verdict } = await run(check, hasExtension);
  for (const [name, { fault, isNativeOnly }] of Object.entries(answers)) {
    const found = summary.responses.get(name);
    const { requests = 0 } = summary.operations.find(({ operation }) => operation === name) ?? {};
    // Iterations 0 and 50 of about 60.
    const checked = check === "all" && hasExtension ? requests : 2;
    const isSeen = fault !== undefined && (hasExtension || isNativeOnly !== true);
    expect([name, found]).toMatchObject([
      name,
      { checked, failed: isSeen ? checked : 0, samples: isSeen ? [{ status: 200, ...fault }] : [] },
    ]);
  }
  expect([verdict.verdict, verdict.success]).toEqual(["contract-broken", false]);
  expect(verdict.reasons.join("\n")).toMatch(/^wrongType: \d+ of \d+ .*\/1\/id: type/m);
  // What was found is not told: it may be a secret.
  expect(JSON.stringify([[...summary.responses], verdict])).not.toContain("hunter2");
});

it("is off when nobody wants it", async () => {
  const { summary, verdict } = await run("off", true);
  expect([[...summary.responses], verdict.verdict]).toEqual([[], "passed"]);
});

it("keeps a reply that several operations share once", () => {
  const text = readFileSync(join(dirname(scriptPath), "load-test.responses.json"), "utf8");
  const { operations, replies } = JSON.parse(text) as { operations: object; replies: readonly unknown[] };
  expect([Object.keys(operations).length, replies.length]).toEqual([Object.keys(answers).length, 2]);
});
