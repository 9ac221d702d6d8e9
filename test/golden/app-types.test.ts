import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type FrameworkName, frameworks } from "../../tools/compiler/emit/routes/frameworks";
import { run } from "../../tools/process/run";
import { stateDirectory } from "../../tools/workspace/state-directory";
import { compileScenario, findScenarios } from "./scenario";
import { writeApplication } from "./write-application";

const root = join(__dirname, "../..");
const scenarios = findScenarios(__dirname).filter(({ folder }) => existsSync(join(folder, "expected/app")));
// Below the workspace, so that packages are found.
const scratch = mkdtempSync(join(stateDirectory(root, "tmp"), "golden-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("there are applications to compile", () => expect(scenarios.length).toBeGreaterThan(1));

const variants = Object.keys(frameworks).flatMap((framework) =>
  [true, false].map((hasServer) => ({ framework: framework as FrameworkName, hasServer })),
);

/** On every framework, with a server and without one; in one program, since they share most of their types. */
test.each(scenarios)("the application of $name compiles strictly", async (scenario) => {
  const compilation = await compileScenario(scenario);
  const entries: string[] = [];
  for (const { framework, hasServer } of variants) {
    const folder = join(scratch, scenario.name, `${framework}-${hasServer}`);
    await writeApplication(folder, compilation, { framework, hasServer });
    entries.push(join(folder, "src/generated/handlers.ts"), ...(hasServer ? [join(folder, "src/server.ts")] : []));
  }
  const options = "--noEmit --strict --exactOptionalPropertyTypes --noUncheckedIndexedAccess --noUnusedLocals --skipLibCheck";
  const places = "--target es2022 --module esnext --moduleResolution bundler --types node --pretty false";
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const outcome = await run({
    program: process.execPath,
    arguments: [tsc, ...`${options} ${places}`.split(" "), ...entries],
  });
  expect(outcome.stdout).toBe("");
  expect(outcome.exitCode).toBe(0);
});
