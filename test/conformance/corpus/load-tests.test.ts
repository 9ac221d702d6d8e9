import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { compile } from "../../../tools/compiler/compile";
import { emitLoadTests } from "../../../tools/compiler/emit/load-test/emit-load-tests";
import { findK6 } from "../../../tools/k6/find-k6";
import { run } from "../../../tools/process/run";
import { corpus, findDescriptions } from "./descriptions";

const descriptions = findDescriptions();
if (descriptions.length === 0) console.warn(`skipped: there is no corpus at ${corpus}; set SPECLINE_CORPUS`);
let k6: string | undefined;
beforeAll(async () => {
  if (descriptions.length === 0) return;
  const found = await findK6(console.log);
  if (found.kind === "found") k6 = found.k6.path;
  else console.warn(`skipped: ${found.problem.message}`);
}, 600_000);

const scratch = mkdtempSync(join(tmpdir(), "specline-load-tests-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Loads a script, runs what it does once for each virtual user, and reads its options; what k6 says when it cannot. */
async function inspect(program: string, script: string): Promise<string | undefined> {
  const outcome = await run({
    program,
    arguments: ["inspect", "--execution-requirements", script],
    directory: scratch,
    environment: { HOME: scratch, XDG_CONFIG_HOME: scratch, K6_AUTO_EXTENSION_RESOLUTION: "false" },
  });
  if (outcome.exitCode !== 0) return `${script}: ${outcome.summary} ${outcome.stderr}`;
  const { totalDuration } = JSON.parse(outcome.stdout) as { totalDuration?: string };
  return totalDuration === undefined ? `${script}: no duration` : undefined;
}

describe.each(descriptions.map((one) => [one.name, one] as const))("%s", (name, { path }) => {
  test("k6 reads every load test", async ({ skip }) => {
    const program = k6;
    if (program === undefined) return skip("there is no k6");
    const readText = (file: string) =>
      existsSync(join(corpus, file)) ? readFileSync(join(corpus, file), "utf8") : undefined;
    const { service } = await compile({ openapiPath: path, readText });
    if (service === undefined) throw new Error("no service");
    const folder = join(scratch, name);
    const files = emitLoadTests({ service, links: [], resourceFolder: (one) => one.replace(/[^A-Za-z0-9]+/g, "-") });
    for (const file of files) {
      mkdirSync(dirname(join(folder, file.path)), { recursive: true });
      writeFileSync(join(folder, file.path), file.content);
    }
    const scripts = files.map((file) => join(folder, file.path)).filter((file) => file.endsWith("/load-test.js"));
    const refused: string[] = [];
    for (const script of scripts) {
      const fault = await inspect(program, script);
      if (fault !== undefined) refused.push(fault.slice(0, 500));
    }
    expect(scripts.length).toBeGreaterThan(0);
    expect(refused).toEqual([]);
    console.log(`${name}: ${scripts.length} load tests`);
  });
});
