import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Real specs and schemas, read where they are; `undefined` when this machine does not have them. */
export const corpus: string | undefined = [process.env.SPECLINE_CORPUS ?? "../shared/corpus"]
  .map((folder) => resolve(join(__dirname, "../../.."), folder))
  .find((folder) => existsSync(folder));

export function readCorpus(path: string): string {
  if (corpus === undefined) throw new Error("there is no corpus; skip the test with test.skipIf(corpus === undefined)");
  return readFileSync(join(corpus, path), "utf8");
}
