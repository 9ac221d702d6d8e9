import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutorContext } from "@nx/devkit";
import Ajv2020 from "ajv/dist/2020";
import { afterAll, beforeAll, expect, test } from "vitest";
import load from "../../../executors/load/executor";
import type { LoadOptions } from "../../../executors/load/load-options";
import { freePort } from "../../../tools/process/free-port";
import { type LocalServer, startLocalServer } from "./local-server";

const root = mkdtempSync(join(tmpdir(), "specline-compare-"));
const servers: LocalServer[] = [];
let printed = "";
const write = process.stdout.write.bind(process.stdout);

const answering = (delayMs: number, status = 200) =>
  startLocalServer((_request, response) => setTimeout(() => response.writeHead(status).end("{}"), delayMs));

beforeAll(async () => {
  servers.push(await answering(5), await answering(5), await answering(40), await answering(5, 500));
  process.stdout.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof process.stdout.write;
});
afterAll(async () => {
  process.stdout.write = write;
  await Promise.all(servers.map((one) => one.close()));
  rmSync(root, { recursive: true, force: true });
});

const urlOf = (index: number) => `${servers[index]?.url}/items?key=1`;

async function compare(options: LoadOptions) {
  printed = "";
  const context = { root, projectName: "tiny", projectsConfigurations: { version: 2, projects: {} } };
  const { success } = await load(
    { rate: 20, rounds: 6, duration: "1s", ...options },
    context as unknown as ExecutorContext,
  );
  return { success, printed };
}

interface Comparison {
  readonly verdict: string;
  readonly data: {
    readonly latencies: readonly { readonly metric: string; readonly ratio: number; readonly verdict: string }[];
  };
}

function report(): Comparison {
  const value = JSON.parse(readFileSync(join(root, ".specline/reports/tiny/load.json"), "utf8")) as Comparison;
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  for (const [name, of] of [
    ["report", value],
    ["load-comparison", value.data],
  ] as const) {
    const schema = JSON.parse(readFileSync(join(__dirname, `../../../docs/schemas/${name}.json`), "utf8")) as object;
    expect(ajv.validate(schema, of), ajv.errorsText()).toBe(true);
  }
  return value;
}

test("a slower service is said to be slower, and by how much", async () => {
  const { success, printed: text } = await compare({ url: urlOf(2), compareUrl: servers[0]?.url ?? "" });
  const { verdict, data } = report();
  expect({ success, verdict, text }).toEqual({ success: false, verdict: "regressed", text });
  expect(data.latencies.find((one) => one.metric === "p50")?.ratio).toBeGreaterThan(4);
  // The query may hold a key.
  expect(text).not.toContain("key=1");
  expect(readFileSync(join(root, ".specline/reports/tiny/load.html"), "utf8")).toContain("faster ← same → slower");
});

test("a faster one is no failure", async () => {
  const { success } = await compare({ url: urlOf(0), compareUrl: urlOf(2) });
  // Of p95 so few requests may say nothing.
  expect([success, report().data.latencies[0]]).toMatchObject([true, { metric: "p50", verdict: "improved" }]);
});

test("the same service is neither", async () => {
  const { success } = await compare({ url: urlOf(0), compareUrl: urlOf(1) });
  const { verdict } = report();
  expect([success, ["equivalent", "inconclusive"].includes(verdict)]).toEqual([true, true]);
});

test("errors count, however fast they are", async () => {
  const { success, printed: text } = await compare({ url: urlOf(3), compareUrl: urlOf(0), expectStatus: 200 });
  expect([success, report().verdict]).toEqual([false, "regressed"]);
  expect(text).toMatch(/errors 0\.00 % → 100\.00 %/);
});

test("a side that does not answer compares nothing", async () => {
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const { success, printed: text } = await compare({ url: urlOf(0), compareUrl: nobody });
  expect(success).toBe(false);
  expect(text).toContain(`Nobody answers at ${nobody}`);
  expect(text).toContain("[load/server-silent]");
});

const nowhere = "http://127.0.0.1:1";

test.each<readonly [LoadOptions, string]>([
  [{ url: nowhere, compareUrl: "soon" }, "--compare-url"],
  [{ url: nowhere, compareUrl: "http://192.0.2.1/" }, "--allow-host=192.0.2.1"],
  [{ url: "http://192.0.2.1/" }, "--allow-host=192.0.2.1"],
  [{ url: nowhere, rounds: 8 }, "--rounds"],
  [{ url: nowhere, compareUrl: nowhere, rounds: 2 }, "rounds"],
  [{ url: nowhere, compareUrl: nowhere, duration: "soon" }, "--duration"],
])("%j is refused before anything is sent", async (options, text) => {
  printed = "";
  const context = { root, projectName: "tiny", projectsConfigurations: { version: 2, projects: {} } };
  expect(await load(options, context as unknown as ExecutorContext)).toEqual({ success: false });
  expect(printed).toContain(text);
  expect(printed).not.toContain("measuring");
});
