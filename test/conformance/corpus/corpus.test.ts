import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type FrameworkName, frameworks } from "../../../tools/compiler/emit/routes/frameworks";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { corpus, findDescriptions } from "./descriptions";
import { unanswered } from "./unanswered";
import { typeErrors, type WrittenService, writeService } from "./written-service";

const descriptions = findDescriptions();
if (descriptions.length === 0) console.warn(`skipped: there is no corpus at ${corpus}; set SPECLINE_CORPUS`);
const names = Object.keys(frameworks) as FrameworkName[];

const root = resolve(__dirname, "../../..");
// Below the workspace, so that packages are found. `SPECLINE_KEEP=1` leaves the services there, to be measured.
const scratch = mkdtempSync(join(stateDirectory(root, "tmp"), "corpus-"));
afterAll(() => {
  if (process.env.SPECLINE_KEEP === "1") console.info(`the services are in ${scratch}`);
  else rmSync(scratch, { recursive: true, force: true });
});

test.skipIf(descriptions.length === 0)("descriptions are found, one of several files among them", () => {
  expect(descriptions.length).toBeGreaterThan(20);
  expect(descriptions.some(({ path }) => path.split("/").length > 2)).toBe(true);
});

describe.each(descriptions.map((one) => [one.name, one] as const))("%s", (name, description) => {
  const parent = join(scratch, name);
  const written = new Map<string, WrittenService>();

  // In one program, since the services share what their frameworks need.
  test("compiles strictly on every framework", async () => {
    for (const framework of names)
      written.set(framework, await writeService(description, framework, join(parent, framework)));
    expect(await typeErrors(parent, [...written.values()])).toBe("");
  });

  test.each(names)("answers every operation on %s", async (framework) => {
    expect(await unanswered(written.get(framework) as WrittenService)).toEqual([]);
  });
});
