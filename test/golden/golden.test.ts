import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectFilled } from "../diagnostics/expect-filled";
import { type Files, outputs } from "./outputs";
import { compileScenario, findScenarios, type Scenario } from "./scenario";

/** `GOLDEN_UPDATE=1 npx vitest run test/golden` writes what is expected; read the diff before you commit it. */
const isUpdate = process.env.GOLDEN_UPDATE === "1";

describe("goldens", () => {
  test.each(findScenarios(__dirname).map((one) => [one.name, one] as const))("%s", async (_name, scenario) => {
    const actual = await print(scenario);
    const root = join(scenario.folder, "expected");
    if (isUpdate) {
      rmSync(root, { recursive: true, force: true });
      for (const [path, content] of actual) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
      }
    }
    expect([...actual.keys()].sort()).toEqual(filesIn(root));
    for (const [path, content] of actual) expect(content, path).toBe(readFileSync(join(root, path), "utf8"));
  });
});

async function print(scenario: Scenario): Promise<Files> {
  const compilation = await compileScenario(scenario);
  for (const one of compilation.diagnostics) expectFilled(one);
  const files = new Map<string, string>();
  for (const name of ["diagnostics", ...(scenario.options.outputs ?? [])]) {
    const output = outputs[name];
    if (output === undefined) throw new Error(`${scenario.name}: no output is called ${name}`);
    for (const [path, content] of await output(compilation)) files.set(path, content);
  }
  return files;
}

function filesIn(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
