import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type FrameworkName, frameworks } from "../../tools/compiler/emit/routes/frameworks";
import { stateDirectory } from "../../tools/workspace/state-directory";
import { typeErrors, writeService } from "../conformance/corpus/written-service";

const scratch = mkdtempSync(join(stateDirectory(resolve(__dirname, "../.."), "tmp"), "types-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** `expectations.ts.txt` says what compiles and, with `@ts-expect-error`, what does not. */
test("types of inputs, replies and schemas allow what the description allows, and nothing else", async () => {
  const [framework] = Object.keys(frameworks) as FrameworkName[];
  const origin = { root: join(__dirname, "types"), expectations: join(__dirname, "types/expectations.ts.txt") };
  const service = await writeService(
    { name: "types", path: "openapi.yaml" },
    framework as FrameworkName,
    scratch,
    origin,
  );
  expect(await typeErrors(scratch, [service])).toBe("");
});
