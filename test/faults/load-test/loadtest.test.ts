import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import load from "../../../executors/load/executor";
import loadtest, { type LoadtestOptions } from "../../../executors/loadtest/executor";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { writeRunFile } from "../../../tools/workspace/run-file";
import { type LocalServer, startLocalServer } from "./local-server";
import { type Seen, tinyService } from "./tiny-service";
import { tinySpec } from "./tiny-spec";

const root = mkdtempSync(join(tmpdir(), "specline-loadtest-"));
const nonce = "the-nonce";
let server: LocalServer;
const seen: Seen[] = [];
let printed = "";
const write = process.stdout.write.bind(process.stdout);

beforeAll(async () => {
  const { service } = await compile({ openapiPath: "api.json", readText: () => tinySpec });
  if (service === undefined) throw new Error("no service");
  for (const { path, content } of emitLoadTests({ service, links: [], resourceFolder: (name) => name })) {
    mkdirSync(dirname(join(root, "apps/tiny", path)), { recursive: true });
    writeFileSync(join(root, "apps/tiny", path), content);
  }
  server = await startLocalServer(tinyService(nonce, seen));
  process.stdout.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof process.stdout.write;
});

afterAll(async () => {
  process.stdout.write = write;
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

function context(projectName: string): ExecutorContext {
  return { root, projectName, projectsConfigurations: { version: 2, projects: {} } } as unknown as ExecutorContext;
}

async function run(resource: string, options: Partial<LoadtestOptions> = {}) {
  printed = "";
  const outcome = await loadtest(
    { api: "tiny", directory: "apps/tiny", resource, rate: 10, duration: "1s", ...options },
    context(`tiny-${resource}`),
  );
  return { ...outcome, printed };
}

function serve(url: string, itsNonce = nonce) {
  writeRunFile(root, { project: "tiny", pid: process.pid, url, nonce: itsNonce, secrets: { token: "s3cret-token" } });
}

function isValid(report: string): void {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const schema = (name: string) =>
    JSON.parse(readFileSync(join(__dirname, `../../../docs/schemas/${name}.json`), "utf8")) as object;
  const value = JSON.parse(report) as { readonly verdict: string; readonly data: unknown };
  expect(ajv.validate(schema("report"), value), ajv.errorsText()).toBe(true);
  if (value.verdict !== "refused") expect(ajv.validate(schema("load-test"), value.data), ajv.errorsText()).toBe(true);
}

describe("loadtest", () => {
  it("runs the generated script with the token, passes, and writes reports that their schemas describe", async () => {
    serve(server.url);
    const { success, printed: text } = await run("items");
    expect(text).toContain("ok: passed");
    expect(success).toBe(true);
    const report = readFileSync(join(root, ".specline/reports/tiny-items/loadtest.json"), "utf8");
    isValid(report);
    const { data } = JSON.parse(report) as {
      data: { operations: { operation: string }[]; supportingRequests: number };
    };
    expect(data.operations.map((one) => one.operation)).toEqual(["createItem", "deleteItem", "getItem", "listItems"]);
    expect(
      seen.filter((one) => one.method === "POST").every((one) => one.authorization === "Bearer s3cret-token"),
    ).toBe(true);
    const html = readFileSync(join(root, ".specline/reports/tiny-items/loadtest.html"), "utf8");
    const markdown = readFileSync(join(root, ".specline/reports/tiny-items/loadtest.md"), "utf8");
    expect(markdown).toMatch(/^### ✅ tiny-items:loadtest – passed\n/);
    expect([text, report, html, markdown].join("\n")).not.toContain("s3cret");
  });

  it("leaves no row behind", () => {
    const made = seen.filter((one) => one.method === "POST").length;
    expect(made).toBeGreaterThan(0);
    expect(seen.filter((one) => one.method === "DELETE")).toHaveLength(made);
  });

  it("prints one JSON document and nothing else with --format=json", async () => {
    serve(server.url);
    isValid((await run("items", { format: "json" })).printed);
  });

  it("never overlaps with another one, and says whom it waits for", async () => {
    serve(server.url);
    seen.length = 0;
    printed = "";
    const both = await Promise.all(
      ["items", "labels"].map((resource) =>
        loadtest(
          { api: "tiny", directory: "apps/tiny", resource, rate: 10, duration: "1s" },
          context(`tiny-${resource}`),
        ),
      ),
    );
    expect(both).toEqual([{ success: true }, { success: true }]);
    const [first, second] = ["items", "labels"]
      .map((name) => seen.flatMap((one, index) => (one.url.startsWith(`/${name}`) ? [index] : [])))
      .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
    expect(first?.length).toBeGreaterThan(0);
    expect(first?.at(-1)).toBeLessThan(second?.[0] ?? -1);
    expect(printed).toMatch(/waiting for tiny-(items|labels):loadtest/);
  });

  it("shares the load between instances, warns when they are more than processors, and leaves no row behind", async () => {
    serve(server.url);
    seen.length = 0;
    const instances = availableParallelism() + 1;
    const { success, printed: text } = await run("items", { instances });
    expect(text).toContain(`warning: ${instances} instances on ${instances - 1} processors`);
    expect(success).toBe(true);
    expect(seen.filter((one) => one.method === "DELETE")).toHaveLength(
      seen.filter((one) => one.method === "POST").length,
    );
    const report = readFileSync(join(root, ".specline/reports/tiny-items/loadtest.json"), "utf8");
    isValid(report);
    expect(JSON.parse(report)).toMatchObject({ data: { load: { instances } } });
  });

  it("sends nothing to a stranger on the port", async () => {
    serve(server.url, "another-nonce");
    seen.length = 0;
    const { success, printed: text } = await run("items");
    expect(success).toBe(false);
    expect(text).toContain("[load/server-is-a-stranger]");
    expect(seen.map((one) => one.url)).toEqual(["/-/ready"]);
  });

  it("says how to start a server when none runs", async () => {
    rmSync(join(root, ".specline/run/tiny.json"));
    const { success, printed: text } = await run("items", { format: "json" });
    expect(success).toBe(false);
    expect(text).toContain("load/server-not-running");
    isValid(text);
  });

  it.each([
    ["a resource without a script", "nothing", {}, "[load/script-missing]"],
    ["a duration that is none", "items", { duration: "soon" }, "[load/option-refused]"],
  ])("refuses %s", async (_, resource, options, code) => {
    serve(server.url);
    const { success, printed: text } = await run(resource, options);
    expect(success).toBe(false);
    expect(text).toContain(code);
  });
});

describe("load", () => {
  it("sends exactly the request that is asked for, its secret in no report", async () => {
    process.env.TEST_LOAD_TOKEN = "s3cret-value";
    seen.length = 0;
    printed = "";
    const outcome = await load(
      {
        url: `${server.url}/echo?key=s3cret-query`,
        method: "put",
        header: ["Authorization: Bearer env:TEST_LOAD_TOKEN", "X-List: a, b"],
        body: '{"a":1}',
        concurrency: 2,
        duration: "1s",
        expectStatus: "418",
      },
      context("tiny"),
    );
    delete process.env.TEST_LOAD_TOKEN;
    expect(outcome).toEqual({ success: true });
    expect(new Set(seen.map((one) => JSON.stringify(one)))).toEqual(
      new Set([
        JSON.stringify({
          method: "PUT",
          url: "/echo?key=s3cret-query",
          authorization: "Bearer s3cret-value",
          body: '{"a":1}',
          contentType: "application/json",
        }),
      ]),
    );
    const folder = join(root, ".specline/reports/tiny");
    const report = readFileSync(join(folder, "load.json"), "utf8");
    isValid(report);
    expect([printed, report, readFileSync(join(folder, "load.html"), "utf8")].join("\n")).not.toContain("s3cret");
  });

  it("runs all resources of the API together without --url", async () => {
    serve(server.url);
    const outcome = await load({ rate: 10, duration: "1s" }, context("tiny"));
    expect(outcome).toEqual({ success: true });
    const { data } = JSON.parse(readFileSync(join(root, ".specline/reports/tiny/load.json"), "utf8")) as {
      data: { operations: { operation: string }[] };
    };
    expect(data.operations.map((one) => one.operation)).toEqual(expect.arrayContaining(["createItem", "createLabel"]));
  });

  it.each([
    [{ url: "ftp://x" }, "url"],
    [{ url: "http://u:p@127.0.0.1" }, "url"],
    [{ url: "http://127.0.0.1", method: "BREW" }, "method"],
    [{ url: "http://127.0.0.1", header: "Authorization: Bearer abc" }, "header"],
    [{ url: "http://127.0.0.1", header: "X-Api-Key: abc" }, "header"],
    [{ url: "http://127.0.0.1", header: "Authorization: env:NOT_SET_ANYWHERE" }, "header"],
    [{ url: "http://127.0.0.1", header: "no colon" }, "header"],
    [{ url: "http://127.0.0.1", expectStatus: "20x" }, "expect-status"],
    [{ url: "http://127.0.0.1", resource: "items" }, "resource"],
    [{ method: "GET" }, "method"],
    [{ expectStatus: 200 }, "expect-status"],
    [{ resource: "nothing" }, "resource"],
  ])("refuses %j, without showing a secret", async (options, option) => {
    printed = "";
    expect(await load(options, context("tiny"))).toEqual({ success: false });
    expect(printed).toContain(`error: --${option}=`);
    expect(printed).not.toMatch(/abc|u:p/);
  });
});
