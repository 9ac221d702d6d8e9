import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { LoadOptions } from "../../../executors/load/load-options";
import loadtest, { type LoadtestOptions } from "../../../executors/loadtest/executor";
import { capturePrinted, createLoadWorkspace, placeLoadTests } from "./load-workspace";
import { type LocalServer, startLocalServer } from "./local-server";
import { type Seen, tinyService } from "./tiny-service";
import { tinySpec } from "./tiny-spec";

/** Only the load tests of `tiny` are generated; `whole` is a service that Nx can start. */
const workspace = createLoadWorkspace();
const seen: Seen[] = [];
const tokens: (string | undefined)[] = [];
let server: LocalServer;
let printed: ReturnType<typeof capturePrinted>;

beforeAll(async () => {
  for (const api of ["tiny", "whole"]) await placeLoadTests(workspace, api, { file: "openapi.json", text: tinySpec });
  workspace.place("specs/whole/specline.json", JSON.stringify({ kind: "api", directory: "apps/whole" }));
  const answer = tinyService("nobody's", seen);
  server = await startLocalServer((request, response) => {
    tokens.push(request.headers.authorization);
    answer(request, response);
  });
  printed = capturePrinted();
});

beforeEach(() => {
  printed.clear();
  seen.length = 0;
  tokens.length = 0;
});

afterEach(() => {
  delete process.env.TINY_TOKEN;
});

afterAll(async () => {
  printed.stop();
  await server.close();
  workspace.remove();
});

const loadOf = (options: LoadOptions, api = "tiny") => workspace.load(api, options);
const loadtestOf = (options: Partial<LoadtestOptions>, api = "tiny") =>
  loadtest({ api, directory: `apps/${api}`, resource: "items", ...options }, workspace.contextOf(`${api}-items`));

describe("a server that Nx has not started", () => {
  it.each([
    ["load", () => loadOf({ server: `${server.url}/`, resource: "items", scenario: "smoke" }), "tiny/load"],
    ["loadtest", () => loadtestOf({ server: server.url, rate: 5, duration: "1s" }), "tiny-items/loadtest"],
  ])("gets the generated load tests of %s", async (_, run, path) => {
    expect(await run(), printed.text()).toEqual({ success: true });
    const { data, verdict } = JSON.parse(workspace.reportOf(path)) as {
      verdict: string;
      data: { server: string; operations: readonly { operation: string }[] };
    };
    expect({ verdict, server: data.server }).toEqual({ verdict: "passed", server: server.url });
    expect(data.operations.map((one) => one.operation)).toEqual(["createItem", "deleteItem", "getItem", "listItems"]);
  });

  it("of an API that Nx can serve is measured by load", async () => {
    expect(await loadOf({ server: server.url, scenario: "smoke" }, "whole"), printed.text()).toEqual({ success: true });
    expect(seen.length).toBeGreaterThan(0);
  });

  it("is attacked, but for tokens with faults", async () => {
    const credulous = await startLocalServer((request, response) => {
      request.resume();
      response.writeHead(request.method === "POST" ? 201 : request.method === "DELETE" ? 204 : 200, {
        "content-type": "application/json",
      });
      const isList = /^[/]\w+$/.test(request.url ?? "") && request.method === "GET";
      response.end(request.method === "DELETE" ? undefined : `{"data":${isList ? "[]" : `{"id":1}`}}`);
    });
    const { success } = await loadOf({ server: credulous.url, scenario: "attack", rate: 5, duration: "1s" });
    await credulous.close();
    expect(printed.text()).toContain("no bearer tokens with faults are sent");
    // This one takes anything.
    expect({ success, verdict: JSON.parse(workspace.reportOf("tiny/load")).verdict }).toEqual({
      success: false,
      verdict: "attack-accepted",
    });
  });

  it("gets its token from the environment, which nobody else sees", async () => {
    process.env.TINY_TOKEN = "t0ken-of-tiny";
    await loadtestOf({ server: server.url, serverToken: "env:TINY_TOKEN", scenario: "smoke" });
    expect(tokens).toContain("Bearer t0ken-of-tiny");
    expect(`${printed.text()}${workspace.reportOf("tiny-items/loadtest")}`).not.toContain("t0ken-of-tiny");
  });
});

describe("before anything is sent", () => {
  const silent = "http://127.0.0.1:9";
  it.each<readonly [string, () => Promise<{ success: boolean }>, string]>([
    ["load without a server", () => loadOf({}), "[load/server-not-given]"],
    ["loadtest without a server", () => loadtestOf({}), "[load/server-not-given]"],
    ["nobody answers", () => loadtestOf({ server: silent }), "[load/server-silent]"],
    ["nobody answers load", () => loadOf({ server: silent, scenario: "smoke" }), "[load/server-silent]"],
    ["another machine", () => loadtestOf({ server: "http://192.0.2.1" }), "--allow-host=192.0.2.1"],
    ["no address", () => loadtestOf({ server: "127.0.0.1:80" }), "--server=127.0.0.1:80 is refused"],
    ["a query", () => loadOf({ server: "http://127.0.0.1:9/?a=1" }), "a server's address has no query"],
    [
      "a path that the load test has, too",
      () => loadtestOf({ server: `${silent}/items` }),
      "own paths begin with /items",
    ],
    ["credentials", () => loadOf({ server: "http://jane:h1dden@127.0.0.1:9" }), "--server-token=env:NAME"],
    ["a token in plain", () => loadOf({ server: silent, serverToken: "abc" }), "--server-token=… is refused"],
    ["a token of nobody", () => loadOf({ serverToken: "env:A" }), "Add --server"],
    ["a URL beside", () => loadOf({ server: silent, url: silent }), "with --url no spec is consulted"],
    ["with --merge", () => loadOf({ server: silent, merge: "a.ndjson" }), "with --merge nothing is sent"],
    [
      "loadtest of a whole service",
      () => loadtestOf({ server: silent }, "whole"),
      "nx run whole:load --resource=items",
    ],
  ])("is refused: %s", async (_, run, told) => {
    expect(await run()).toEqual({ success: false });
    expect(printed.text()).toContain(told);
    expect(printed.text()).not.toContain("h1dden");
    expect(seen).toEqual([]);
  });
});

it("keeps and compares baselines without --skip-nx-cache, since no result of it is cached", async () => {
  const file = "base.json";
  const steady = { server: server.url, rate: 20, duration: "1s", rounds: 6 };
  process.env.NX_TASK_TARGET_TARGET = "loadtest";
  try {
    await loadtestOf({ ...steady, saveBaseline: file });
    expect(existsSync(join(workspace.root, file)), printed.text()).toBe(true);
  } finally {
    delete process.env.NX_TASK_TARGET_TARGET;
  }
});
