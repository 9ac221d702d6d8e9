import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type FrameworkName, frameworks } from "../../../tools/compiler/emit/routes/frameworks";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { corpus, findDescriptions } from "./descriptions";
import { unanswered } from "./unanswered";
import { typeErrors, type WrittenService, writeService } from "./written-service";

const descriptions = findDescriptions();
if (descriptions.length === 0) console.warn(`skipped: there is no corpus at ${corpus}; set SPECLINE_CORPUS`);

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

describe.skipIf(descriptions.length === 0).each(Object.keys(frameworks) as FrameworkName[])(
  "real descriptions on %s",
  (framework) => {
    describe.each(descriptions.map((one) => [one.name, one] as const))("%s", (name, description) => {
      const parent = join(scratch, framework, name);
      let written: WrittenService;

      test("compiles strictly", async () => {
        mkdirSync(parent, { recursive: true });
        written = await writeService(description, framework, parent);
        expect(await typeErrors(parent, [written])).toBe("");
      });

      test("answers every operation", async () => {
        expect(await unanswered(written)).toEqual([]);
      });
    });

    // A group without tests would fail where there is no corpus.
    test("are all of them", () => expect(descriptions.length).toBeGreaterThan(0));
  },
);
