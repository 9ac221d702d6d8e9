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

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** In a thread of which the memory is limited: what takes more, or all of the stack, fails. */
test.each(bombs)("$name", async ({ file, text, codes }) => {
  const worker = new Worker(bundle, { resourceLimits: { maxOldGenerationSizeMb: 700 } });
  try {
    const answer = new Promise((done, fail) => worker.once("message", done).once("error", fail));
    worker.postMessage({ file, text: text() });
    expect(await answer).toEqual(codes);
  } finally {
    await worker.terminate();
  }
});
