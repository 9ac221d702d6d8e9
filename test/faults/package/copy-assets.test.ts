import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "../../../tools/process/run";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "specline-assets-"));
  for (const path of ["generators/a/schema.json", "executors/b/schema.json", "tools/c/one.ts", "tools/c/two.js"])
    write(path);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), "");
}

const copy = () =>
  run({
    program: process.execPath,
    arguments: [join(__dirname, "../../../copy-assets.mjs")],
    directory: folder,
  });

test("what tsc does not write is copied, and what it writes is not", async () => {
  expect(await copy()).toMatchObject({ exitCode: 0 });
  expect(
    ["generators/a/schema.json", "tools/c/two.js", "tools/c/one.ts"].map((path) =>
      existsSync(join(folder, "dist", path)),
    ),
  ).toEqual([true, true, false]);
});

test("an asset that would overwrite a compiled file is refused", async () => {
  const path = "tools/c/one.js";
  write(path);
  const outcome = await copy();
  expect(outcome.exitCode).toBe(1);
  expect(outcome.stderr).toContain(path);
  expect(existsSync(join(folder, "dist"))).toBe(false);
});
