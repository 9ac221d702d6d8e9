import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { bombs } from "./bombs";

const scratch = mkdtempSync(join(stateDirectory(resolve(__dirname, "../../.."), "tmp"), "bombs-"));
const bundle = join(scratch, "bomb-worker.cjs");
beforeAll(async () => {
  const entryPoints = [join(__dirname, "bomb-worker.ts")];
  await build({
    entryPoints,
    outfile: bundle,
    bundle: true,
    platform: "node",
    packages: "external",
    logLevel: "error",
  });
});

let thread: Worker | undefined;
afterAll(async () => {
  await thread?.terminate();
  rmSync(scratch, { recursive: true, force: true });
});

/** In a thread of which the memory is limited: what takes more, or all of the stack, fails. */
test.each(bombs)("$name", async ({ file, text, codes }) => {
  thread ??= new Worker(bundle, { resourceLimits: { maxOldGenerationSizeMb: 700 } });
  const worker = thread;
  worker.postMessage({ file, text: text() });
  const answer = await new Promise((done, fail) => {
    worker.once("message", done);
    worker.once("error", (error) => {
      thread = undefined;
      fail(error);
    });
  });
  worker.removeAllListeners();
  expect(answer).toEqual(codes);
});
