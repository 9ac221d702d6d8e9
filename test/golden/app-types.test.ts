import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { emitRuntime } from "../../tools/compiler/emit/emit-runtime";
import { readRuntimeFiles } from "../../tools/graph/read-runtime-files";
import { run } from "../../tools/process/run";
import { stateDirectory } from "../../tools/workspace/state-directory";

const root = join(__dirname, "../..");
const scenarios = readdirSync(__dirname).filter((name) => existsSync(join(__dirname, name, "expected/app")));
// Below the workspace, so that packages are found.
const scratch = mkdtempSync(join(stateDirectory(root, "tmp"), "golden-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("there are applications to compile", () => expect(scenarios.length).toBeGreaterThan(1));

test.each(scenarios)("the application of %s compiles strictly", async (name) => {
  const folder = join(scratch, name);
  cpSync(join(__dirname, name, "expected/app"), folder, { recursive: true });
  const hasDatabase = existsSync(join(__dirname, name, "schema.sql"));
  for (const { path, content } of emitRuntime(readRuntimeFiles(), { framework: "fastify", hasDatabase })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const outcome = await run({ program: process.execPath, arguments: [tsc, "-p", folder, "--pretty", "false"] });
  expect(outcome.stdout).toBe("");
  expect(outcome.exitCode).toBe(0);
});
