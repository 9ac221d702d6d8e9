import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, beforeAll, expect, test } from "vitest";
import load from "../../../executors/load/executor";
import type { LoadOptions } from "../../../executors/load/load-options";
import loadtest from "../../../executors/loadtest/executor";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { writeRunFile } from "../../../tools/workspace/run-file";
import { type LocalServer, startLocalServer } from "./local-server";
import { type Seen, tinyService } from "./tiny-service";
import { tinySpec } from "./tiny-spec";

const root = mkdtempSync(join(tmpdir(), "specline-baseline-"));
const nonce = "the-nonce";
const seen: Seen[] = [];
const seenByOther: Seen[] = [];
const servers: Record<string, LocalServer> = {};
let printed = "";
const write = process.stdout.write.bind(process.stdout);

beforeAll(async () => {
  const { service } = await compile({ openapiPath: "api.json", readText: () => tinySpec });
  if (service === undefined) throw new Error("no service");
  for (const { path, content } of emitLoadTests({ service, links: [], resourceFolder: (name) => name })) {
    mkdirSync(dirname(join(root, "apps/tiny", path)), { recursive: true });
    writeFileSync(join(root, "apps/tiny", path), content);
  }
  servers.own = await startLocalServer(tinyService(nonce, seen));
  const other = tinyService("another", seenByOther);
  servers.slow = await startLocalServer((request, response) => setTimeout(() => other(request, response), 30));
  servers.half = await startLocalServer((request, response) => {
    if (request.url?.startsWith("/labels")) response.writeHead(404).end();
    else other(request, response);
  });
  servers.fixed = await startLocalServer((_request, response) => setTimeout(() => response.end("{}"), 20));
  writeRunFile(root, { project: "tiny", pid: process.pid, url: servers.own.url, nonce, secrets: { token: "s3cret" } });
  process.stdout.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof process.stdout.write;
});
afterAll(async () => {
  process.stdout.write = write;
  await Promise.all(Object.values(servers).map((one) => one.close()));
  rmSync(root, { recursive: true, force: true });
});

const context = (projectName: string) =>
  ({ root, projectName, projectsConfigurations: { version: 2, projects: {} } }) as unknown as ExecutorContext;

async function run(options: LoadOptions) {
  printed = "";
  const { success } = await load(options, context("tiny"));
  return { success, printed };
}

interface Report {
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly data: {
    readonly apart: { readonly isDivided: boolean } | null;
    readonly latencies: readonly { readonly operation: string; readonly metric: string; readonly verdict: string }[];
  };
}

function report(path = "tiny/load"): Report {
  const value = JSON.parse(readFileSync(join(root, `.specline/reports/${path}.json`), "utf8")) as Report;
  if ("latencies" in value.data) isValid("load-comparison", value.data);
  return value;
}

function isValid(name: string, value: unknown): void {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const schema = JSON.parse(readFileSync(join(__dirname, `../../../docs/schemas/${name}.json`), "utf8")) as object;
  expect(ajv.validate(schema, value), ajv.errorsText()).toBe(true);
}

const request = (server: string): LoadOptions => ({ url: `${servers[server]?.url}/items` });

test("a measurement is kept, and later told from a slower service on another port", async () => {
  const saved = await run({
    ...request("fixed"),
    rate: 20,
    duration: "1s",
    rounds: 6,
    saveBaseline: "kept/fixed.json",
  });
  expect(saved).toMatchObject({ success: true, printed: expect.stringContaining("6 rounds: kept in kept/fixed.json") });
  const file = JSON.parse(readFileSync(join(root, "kept/fixed.json"), "utf8")) as { environment: { cpuModel: string } };
  isValid("load-baseline", file);

  // The echo is slower or faster than a tenth on a busy machine; here the service is to be told, not the machine.
  const slow = await startLocalServer((_request, response) => setTimeout(() => response.end("{}"), 120));
  const url = `${slow.url}/items`;
  const compared = await run({ url, baseline: "kept/fixed.json", allowEnvDrift: true });
  await slow.close();
  expect(compared).toMatchObject({ success: false });
  const { verdict, data } = report();
  expect([verdict, data.latencies[0]]).toMatchObject([
    "regressed",
    { operation: "GET /items", metric: "p50", verdict: "regressed" },
  ]);
});

test("of another machine nothing is said, unless that is allowed", async () => {
  const elsewhere = readFileSync(join(root, "kept/fixed.json"), "utf8").replace(
    /"cpuModel": ".*"/,
    '"cpuModel": "Z80"',
  );
  writeFileSync(join(root, "kept/elsewhere.json"), elsewhere);
  const options = { ...request("fixed"), baseline: "kept/elsewhere.json", failOn: "inconclusive" } as const;
  const { success, printed: text } = await run(options);
  const { verdict, reasons, data } = report();
  expect([success, verdict, reasons[0]]).toEqual([false, "inconclusive", expect.stringContaining("processor: Z80 → ")]);
  expect(data.latencies.every((one) => one.verdict === "inconclusive")).toBe(true);
  expect(text).toContain("environment differs: processor: Z80 → ");
});

test("nothing is kept of a service that fails", async () => {
  const options = { rate: 20, duration: "1s", rounds: 6, saveBaseline: "kept/nobody.json" };
  const mute = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
  const nobody = await run({ url: `http://127.0.0.1:${(mute.address() as AddressInfo).port}/`, ...options });
  mute.close();
  expect([nobody.success, report().verdict]).toEqual([false, "no-response"]);
  expect(nobody.printed).toContain("nothing is kept in kept/nobody.json");
  expect(existsSync(join(root, "kept/nobody.json"))).toBe(false);
});

test("operations of two servers are compared each for itself, and no row stays on either", async () => {
  seen.length = 0;
  seenByOther.length = 0;
  const { success } = await run({
    compareUrl: servers.slow?.url ?? "",
    resource: "items",
    rate: 10,
    duration: "1s",
    rounds: 6,
  });
  const { data } = report();
  expect(success).toBe(true);
  const verdicts = data.latencies.filter((one) => one.metric === "p50").map((one) => [one.operation, one.verdict]);
  expect(verdicts).toEqual(
    ["createItem", "deleteItem", "getItem", "listItems"].map((operation) => [operation, "improved"]),
  );
  for (const one of [seen, seenByOther]) {
    const made = one.filter(({ method }) => method === "POST").length;
    expect(made).toBeGreaterThan(0);
    expect(one.filter(({ method }) => method === "DELETE")).toHaveLength(made);
  }
});

test("a server that lacks an operation is not compared, and gets no load", async () => {
  const before = servers.half?.requests() ?? 0;
  const { success, printed: text } = await run({ compareUrl: servers.half?.url ?? "", rate: 200, duration: "1s" });
  expect(success).toBe(false);
  expect(text).toContain("[load/not-comparable]");
  expect(text).toContain("listLabels answers 404");
  expect((servers.half?.requests() ?? 0) - before).toBeLessThan(40);
});

test("loadtest keeps and compares, but not what Nx may have cached", async () => {
  const common = { api: "tiny", directory: "apps/tiny", resource: "items" };
  const once = { ...common, rate: 10, duration: "1s", rounds: 6, saveBaseline: "kept/items.json" };
  process.env.NX_TASK_TARGET_TARGET = "loadtest";
  printed = "";
  const cached = await loadtest(once, context("tiny-items"));
  delete process.env.NX_TASK_TARGET_TARGET;
  expect(cached).toEqual({ success: false });
  expect(printed).toContain("[load/result-may-be-cached]");
  expect(await loadtest(once, context("tiny-items"))).toEqual({ success: true });

  printed = "";
  const other = await loadtest({ ...common, resource: "labels", baseline: "kept/items.json" }, context("tiny-labels"));
  expect(other).toEqual({ success: false });
  expect(printed).toContain("it does not have listLabels, createLabel, deleteLabel, getLabel");
  expect(printed).not.toContain("measuring");
  printed = "";
  await loadtest({ ...common, baseline: "kept/items.json" }, context("tiny-items"));
  expect(report("tiny-items/loadtest").data.apart).not.toBeNull();
  expect(printed).toContain("10 iterations/s for 1 s each");
});

const nowhere = "http://127.0.0.1:1/items";

test.each<readonly [LoadOptions, string]>([
  [{ url: nowhere, baseline: "kept/none.json" }, "there is no such file"],
  [{ url: nowhere, baseline: "kept" }, "it is no file"],
  [{ url: `${nowhere}?other=1`, baseline: "kept/fixed.json" }, "with another query"],
  [{ url: "http://127.0.0.1:1/labels", baseline: "kept/fixed.json" }, "it is of GET /items, and this is GET /labels"],
  [{ baseline: "kept/fixed.json" }, "it is of one request"],
  [{ url: nowhere, baseline: "kept/items.json" }, "it is of an API"],
  [{ url: nowhere, baseline: "kept/fixed.json", rate: 30 }, "the baseline was measured with 20"],
  [{ url: nowhere, baseline: "kept/fixed.json", duration: "2s" }, "--duration=2s"],
  [{ url: nowhere, baseline: "kept/fixed.json", saveBaseline: "kept/fixed.json" }, "--save-baseline"],
  [{ url: nowhere, baseline: "kept/fixed.json", compareUrl: nowhere }, "--baseline"],
  [{ url: nowhere, saveBaseline: "kept" }, "[load/baseline-not-written]"],
  [{ url: nowhere, saveBaseline: "apps/tiny/src/resources/items/generated/load-test.js" }, "would be lost"],
  [{ url: nowhere, saveBaseline: "apps/tiny/src/resources/items/generated/load-test.js/x.json" }, "is no folder"],
  [{ url: nowhere, failOn: "inconclusive" }, "--fail-on"],
  [{ url: nowhere, allowEnvDrift: true }, "--allow-env-drift"],
  [{ compareUrl: "http://192.0.2.1" }, "--allow-host=192.0.2.1"],
  [{ compareUrl: "http://127.0.0.1:1/?a=b" }, "no query"],
  [{ compareUrl: "http://127.0.0.1:1", compareToken: "abc" }, "--compare-token"],
  [{ compareToken: "env:HOME" }, "--compare-token"],
])("%j is refused before anything is sent", async (options, text) => {
  const { success, printed: said } = await run(options);
  expect(success).toBe(false);
  expect(said).toContain(text);
  expect(said).not.toContain("measuring");
});
