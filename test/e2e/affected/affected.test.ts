import { beforeAll, describe, expect, test } from "vitest";
import { git, must } from "../harness/command";
import type { Workspace } from "../harness/workspace";
import { codeEdits, combinedEdits, schemaEdits } from "./code-edits";
import { type Edit, Files } from "./edit";
import { createFixture } from "./fixture";
import { packageEdits } from "./package-edits";
import { type Selection, selectLoadTests, selectWithCommand } from "./select-load-tests";
import { specEdits } from "./spec-edits";
import { syncSpecs } from "./sync-specs";
import { textEdits } from "./text-edits";

const edits: readonly Edit[] = [
  ...specEdits,
  ...textEdits,
  ...schemaEdits,
  ...codeEdits,
  ...packageEdits,
  ...combinedEdits,
];

/** Source analysis adds edges between projects that import each other, which legacy mode follows. */
const analyses = [false, true] as const;
const baseOf = (isAnalysed: boolean): string => `base-analysis-${isAnalysed ? "on" : "off"}`;
const branchOf = (isAnalysed: boolean, index: number): string => `edit-${index}-analysis-${isAnalysed ? "on" : "off"}`;
const projectsOf = (resources: readonly string[]): string[] => resources.map((name) => `shop-${name}`);

let workspace: Workspace;
const selections = new Map<boolean, readonly Selection[]>();

beforeAll(async () => {
  workspace = await createFixture();
  for (const isAnalysed of analyses) {
    await branch(baseOf(isAnalysed), "base", () => {
      const files = new Files(workspace.directory);
      const nxJson = JSON.parse(files.read("nx.json")) as object;
      const js = { analyzeSourceFiles: isAnalysed, projectsAffectedByDependencyUpdates: "auto" };
      files.write("nx.json", `${JSON.stringify({ ...nxJson, pluginsConfig: { "@nx/js": js } }, null, 2)}\n`);
    });
    for (const [index, edit] of edits.entries()) {
      await branch(branchOf(isAnalysed, index), baseOf(isAnalysed), async () => {
        edit.apply(new Files(workspace.directory));
        await syncSpecs(workspace.directory);
      });
    }
    const heads = edits.map((_, index) => branchOf(isAnalysed, index));
    selections.set(isAnalysed, await selectLoadTests(workspace.directory, baseOf(isAnalysed), heads));
  }
});

/** A commit of its own on a new branch. */
async function branch(name: string, from: string, change: () => void | Promise<void>): Promise<void> {
  await git(workspace.directory, "checkout", "--quiet", "--force", "-b", name, from);
  await git(workspace.directory, "clean", "--quiet", "--force", "-d");
  await change();
  await git(workspace.directory, "add", "--all");
  await git(workspace.directory, "commit", "--quiet", `--message=${name}`);
}

test("there are at least 60 edits, each with a name of its own, and they select everything from nothing to all", () => {
  expect(edits.length).toBeGreaterThanOrEqual(60);
  expect(new Set(edits.map(({ name }) => name)).size).toBe(edits.length);
  expect(selections.get(true)?.every(({ all }) => all.length >= 5)).toBe(true);
});

describe.each(analyses)("with source analysis %s", (isAnalysed) => {
  test.each(edits.map((edit, index) => ({ ...edit, index })))("$name → $expected", ({ index, expected }) => {
    const selection = selections.get(isAnalysed)?.[index];
    expect({ taskBased: selection?.taskBased, legacy: selection?.legacy }).toEqual({
      taskBased: projectsOf(expected),
      legacy: projectsOf(expected),
    });
  });

  test.each([0, 10, 20, 30, 60, edits.length - 1])(
    "`nx affected` itself selects the same for edit %i",
    async (index) => {
      await must(workspace.directory, "git", ["checkout", "--quiet", "--force", branchOf(isAnalysed, index)]);
      const selection = selections.get(isAnalysed)?.[index];
      for (const isLegacy of [false, true]) {
        const selected = await selectWithCommand(workspace.directory, baseOf(isAnalysed), isLegacy);
        expect(selected).toEqual(isLegacy ? selection?.legacy : selection?.taskBased);
      }
    },
  );
});

test("where Nx does not compare packages, its default, a lock file that changed selects every load test", async () => {
  const index = edits.findIndex(({ name }) => name === "the version of a package that no handler imports");
  await branch("plain", "base", () => edits[index]?.apply(new Files(workspace.directory)));
  const [selection] = await selectLoadTests(workspace.directory, "base", ["plain"]);
  expect(selection?.all.length).toBe(6);
  expect(selection?.taskBased).toEqual(selection?.all);
  expect(selection?.legacy).toEqual(selection?.all);
});
