import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import load from "../../../executors/load/executor";
import loadtest from "../../../executors/loadtest/executor";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { makeBearerToken } from "../../../tools/server/bearer-token";
import { writeRunFile } from "../../../tools/workspace/run-file";
import { attackedService, type Fault } from "./attacked-service";
import { attackedSpec } from "./attacked-spec";
import { startLocalServer } from "./local-server";

interface Case {
  readonly operation: string;
  readonly class: string;
  readonly case: string;
  readonly outcome: string;
  readonly got: string;
  readonly curl: string | null;
}

interface AttackJson {
  readonly verdict: string;
  readonly success: boolean;
  readonly reasons: readonly string[];
  readonly data: { readonly cases: readonly Case[]; readonly goodTraffic: { readonly during: unknown } };
}

const root = mkdtempSync(join(tmpdir(), "specline-attack-"));
const audience = "attacked";
const token = makeBearerToken(audience, ["orders:write"]);
const nonce = "the-nonce";
const write = process.stdout.write.bind(process.stdout);
let printed = "";

beforeAll(async () => {
  const text = JSON.stringify(attackedSpec);
  mkdirSync(join(root, "specs/attacked"), { recursive: true });
  writeFileSync(join(root, "specs/attacked/openapi.json"), text);
  const { service } = await compile({ openapiPath: "openapi.json", readText: () => text });
  if (service === undefined) throw new Error("no service");
  for (const { path, content } of emitLoadTests({ service, links: [], resourceFolder: (name) => name })) {
    mkdirSync(dirname(join(root, "apps/attacked", path)), { recursive: true });
    writeFileSync(join(root, "apps/attacked", path), content);
  }
  process.stdout.write = ((more: string) => {
    printed += more;
    return true;
  }) as typeof process.stdout.write;
});

afterAll(() => {
  process.stdout.write = write;
  rmSync(root, { recursive: true, force: true });
});

function context(projectName: string): ExecutorContext {
  return { root, projectName, projectsConfigurations: { version: 2, projects: {} } } as unknown as ExecutorContext;
}

/** @param p95Ms of the usual traffic beside; the service runs in the process that attacks it, so that a busy machine makes both slow */
async function attack(fault?: Fault, p95Ms?: number, maxRequests?: number) {
  const rows = new Map<number, object>();
  const rules = { nonce, publicKey: token.publicKey, audience, fault };
  const server = await startLocalServer(attackedService(rules, rows));
  printed = "";
  try {
    const secrets = { token: token.token, ...token.faulty };
    writeRunFile(root, { project: "attacked", pid: process.pid, url: server.url, nonce, secrets });
    const outcome = await loadtest(
      {
        ...{ api: "attacked", directory: "apps/attacked", resource: "orders", rate: 5, duration: "2s" },
        scenario: "attack",
        ...(p95Ms === undefined ? {} : { p95Ms }),
        ...(maxRequests === undefined ? {} : { maxRequests }),
      },
      context("attacked-orders"),
    );
    const file = (extension: string) =>
      readFileSync(join(root, `.specline/reports/attacked-orders/loadtest.${extension}`), "utf8");
    const report = JSON.parse(file("json")) as AttackJson;
    return { ...outcome, printed, report, html: file("html"), rows, url: server.url, requests: server.requests() };
  } finally {
    await server.close();
  }
}

function findingsOf(report: AttackJson, outcome: string): readonly string[] {
  return report.data.cases.filter((one) => one.outcome === outcome).map((one) => `${one.operation} ${one.case}`);
}

describe("attack", () => {
  it("finds nothing in a service that is right, and leaves no row behind", async () => {
    const { success, printed: text, report, html, rows } = await attack(undefined, 20_000);
    expect(report.data.cases.filter((one) => one.curl !== null)).toEqual([]);
    expect(text).toContain("ok: passed");
    expect(success).toBe(true);
    const classes = [...new Set(report.data.cases.map((one) => one.class))].sort();
    expect(classes).toEqual(
      ["body", "credentials", "injection", "media type", "method", "parameters", "size", "syntax"].sort(),
    );
    expect(new Set(report.data.cases.map((one) => one.operation)).size).toBe(5);
    expect(rows.size).toBe(0);
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
    const schema = JSON.parse(
      readFileSync(join(__dirname, "../../../docs/schemas/load-attack.json"), "utf8"),
    ) as object;
    expect(ajv.validate(schema, report.data), ajv.errorsText()).toBe(true);
    for (const secret of [token.token, ...Object.values(token.faulty)])
      expect([text, html, JSON.stringify(report)].join("\n")).not.toContain(secret);
  });

  it.each([
    [60, "nothing was attacked"],
    [1_500, "were refused as they should be"],
  ])("sends no more than %i requests, and all that is wrong or nothing of it", async (maxRequests, said) => {
    const { printed: text, requests, report, rows } = await attack(undefined, 20_000, maxRequests);
    expect(text).toContain(said);
    // The server is asked who it is besides.
    expect(requests).toBeLessThanOrEqual(maxRequests + 2);
    expect(report.verdict).toBe(maxRequests < 1_000 ? "request-limit" : "passed");
    expect(rows.size).toBe(0);
  });

  it("makes the same cases every time", async () => {
    const names = async () => (await attack()).report.data.cases.map((one) => `${one.operation} ${one.case}`);
    expect(await names()).toEqual(await names());
  });

  it.each<readonly [Fault, string, string, string]>([
    ["coerces types", "attack-accepted", "accepted", 'createOrder body.quantity: "3" for integer'],
    ["fails on long texts", "attack-crashed", "crashed", "createOrder body.note: longer than maxLength"],
    ["shows stack traces", "attack-leaked", "leaked", "createOrder body.quantity: above maximum"],
    ["echoes what it refuses", "attack-leaked", "leaked", "createOrder body.kind: HTML injection"],
    ["takes unsigned tokens", "attack-accepted", "accepted", "createOrder credential: alg: none"],
    ["takes expired tokens", "attack-accepted", "accepted", "updateOrder credential: expired"],
    ["takes tokens for others", "attack-accepted", "accepted", "createOrder credential: for another audience"],
    ["asks for no scope", "attack-accepted", "accepted", "createOrder credential: without the scope"],
    ["reads bodies without limit", "attack-accepted", "accepted", "createOrder body: 16 MiB"],
    ["checks no parameter", "attack-accepted", "accepted", "listOrders query.limit: above maximum"],
    ["takes unknown properties", "attack-accepted", "accepted", "createOrder body: an unknown property"],
    ["drops the connection on broken JSON", "attack-crashed", "crashed", "createOrder body: cut off"],
    ["answers errors of another form", "attack-undocumented", "undocumented", "createOrder body.quantity: missing"],
  ])("finds a service that %s", async (fault, verdict, outcome, name) => {
    const { success, report } = await attack(fault);
    expect(findingsOf(report, outcome)).toContain(name);
    expect(report.verdict).toBe(verdict);
    expect(success).toBe(false);
  });

  it("says that good traffic was hurt", async () => {
    const { report } = await attack("is slow while it refuses");
    expect(report.verdict, report.reasons.join("\n")).toBe("good-traffic-hurt");
  });

  it("judges nothing by the answers of a rate limit", async () => {
    const { report } = await attack("limits its clients");
    expect(report.verdict, report.reasons.join("\n")).toBe("attack-limited");
  });

  it("is refused for a URL, of which nothing is known", async () => {
    printed = "";
    const outcome = await load({ url: "http://127.0.0.1:9/orders", scenario: "attack" }, context("attacked"));
    expect(outcome.success).toBe(false);
    expect(printed).toContain("--scenario=attack is refused");
  });
});
