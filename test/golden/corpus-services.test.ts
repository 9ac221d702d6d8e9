import { mkdtempSync, rmSync } from "node:fs";
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
const names = Object.keys(frameworks) as FrameworkName[];
const scratch = mkdtempSync(join(stateDirectory(resolve(__dirname, "../.."), "tmp"), "small-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe.skipIf(small.length === 0)("small real descriptions", () => {
  const written = new Map<string, WrittenService>();
  beforeAll(async () => {
    for (const framework of names) {
      for (const one of small)
        written.set(`${one.name} on ${framework}`, await writeService(one, framework, join(scratch, framework)));
    }
  });

  test("compile strictly on every framework", async () => {
    expect(written.size).toBeGreaterThan(10);
    expect(await typeErrors(scratch, [...written.values()])).toBe("");
  });

  test.each(names.flatMap((framework) => small.map(({ name }) => `${name} on ${framework}`)))(
    "%s answers every operation",
    async (key) => {
      expect(await unanswered(written.get(key) as WrittenService)).toEqual([]);
    },
  );
});
