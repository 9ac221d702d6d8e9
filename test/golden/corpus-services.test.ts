import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FrameworkName, frameworks } from "../../tools/compiler/emit/routes/frameworks";
import { stateDirectory } from "../../tools/workspace/state-directory";
import { findDescriptions } from "../conformance/corpus/descriptions";
import { unanswered } from "../conformance/corpus/unanswered";
import { typeErrors, type WrittenService, writeService } from "../conformance/corpus/written-service";

/** The others take minutes: `npm run conformance`. */
const limitBytes = 60_000;
const small = findDescriptions().filter(({ sizeBytes }) => sizeBytes < limitBytes);
const scratch = mkdtempSync(join(stateDirectory(resolve(__dirname, "../.."), "tmp"), "small-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.skipIf(small.length === 0).each(Object.keys(frameworks) as FrameworkName[])("on %s", (framework) => {
  const parent = join(scratch, framework);
  const written = new Map<string, WrittenService>();
  beforeAll(async () => {
    mkdirSync(parent, { recursive: true });
    for (const one of small) written.set(one.name, await writeService(one, framework, parent));
  });

  test("small real descriptions compile strictly", async () => {
    expect(written.size).toBeGreaterThan(10);
    expect(await typeErrors(parent, [...written.values()])).toBe("");
  });

  test.each(small.map(({ name }) => name))("the service of %s answers every operation", async (name) => {
    expect(await unanswered(written.get(name) as WrittenService)).toEqual([]);
  });
});
