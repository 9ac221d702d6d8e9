import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, it } from "vitest";
import { run } from "../../../tools/process/run";
import type { IsolatedRun } from "./isolated-run";
import { realK6 } from "./real-k6";

const root = mkdtempSync(join(tmpdir(), "specline-isolation-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const needs = "unshare -rn sh -c 'ip link set lo up' && strace -V";

it("sends nothing but the load, and listens on nothing, in a network namespace without a route", async (context) => {
  const possible = await run({ program: "/bin/sh", arguments: ["-c", needs] });
  if (possible.exitCode !== 0) {
    console.warn(`skipped: this machine does not allow \`${needs}\`: ${possible.stderr.trim() || possible.summary}`);
    return context.skip();
  }
  const { path } = await realK6();
  const outcome = await run({
    program: "unshare",
    arguments: [
      "-rn",
      "sh",
      "-c",
      'ip link set lo up && exec "$@"',
      "sh",
      process.execPath,
      "--require",
      "@swc-node/register",
      join(__dirname, "isolated-run.ts"),
      root,
      path,
    ],
    directory: resolve(__dirname, "../../.."),
  });
  expect(outcome.exitCode, outcome.stderr).toBe(0);
  const found = JSON.parse(outcome.stdout.trim().split("\n").at(-1) ?? "") as IsolatedRun;
  expect(found).toMatchObject({ verdict: "passed", native: true });
  expect(found.requests).toBeGreaterThan(20);
  expect(found.listening).toEqual([found.serverPort]);
  const network = found.calls.filter((call) => /\b(connect|bind|listen|sendto)\(/.test(call));
  const toServer = new RegExp(
    `connect\\(.*sin_port=htons\\(${found.serverPort}\\), sin_addr=inet_addr\\("127\\.0\\.0\\.1"\\)`,
  );
  expect(network.filter((call) => toServer.test(call)).length).toBeGreaterThan(0);
  expect(network.filter((call) => !toServer.test(call))).toEqual([]);
});
