import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { run } from "../../../tools/process/run";
import { type LocalServer, startLocalServer } from "./local-server";
import { realK6 } from "./real-k6";
import { type Seen, tinyService } from "./tiny-service";
import { tinySpec } from "./tiny-spec";

const folder = mkdtempSync(join(tmpdir(), "specline-by-hand-"));
const seen: Seen[] = [];
let server: LocalServer;
let k6: string;

beforeAll(async () => {
  k6 = (await realK6()).path;
  server = await startLocalServer(tinyService("any", seen));
  const { service } = await compile({ openapiPath: "api.json", readText: () => tinySpec });
  if (service === undefined) throw new Error("no service");
  for (const { path, content } of emitLoadTests({ service, links: [], resourceFolder: (name) => name })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  ["as it is", [], {}],
  ["for some iterations", ["--iterations=4"], {}],
  ["with users instead of a rate", ["--vus=2", "--iterations=8"], {}],
  ["with users for a time", ["--vus=2", "--duration=1s"], {}],
  ["with users and a bound of requests", ["--vus=2", "--duration=1s"], { MAX_REQUESTS: "40" }],
] as const)("a generated script runs by hand %s", async (_, flags, environment) => {
  seen.length = 0;
  const { exitCode, stdout, stderr } = await run({
    program: k6,
    arguments: [
      "run",
      "--quiet",
      "--address=",
      "--no-usage-report",
      ...flags,
      "src/resources/items/generated/load-test.js",
    ],
    directory: folder,
    environment: {
      PATH: process.env.PATH ?? "",
      HOME: folder,
      BASE_URL: server.url,
      DURATION: "1",
      TOKEN: "any",
      K6_AUTO_EXTENSION_RESOLUTION: "false",
      ...environment,
    },
  });
  expect(stderr).not.toMatch(/TypeError|thresholds on metrics/);
  expect("MAX_REQUESTS" in environment ? [0, 108] : [0], stdout + stderr).toContain(exitCode);
  expect(seen.filter(({ method }) => method === "POST").length).toBeGreaterThan(0);
  if ("MAX_REQUESTS" in environment) expect(seen.length).toBeLessThanOrEqual(40);
});
