import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compile } from "../../../tools/compiler/compile";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { unanswered } from "../../conformance/corpus/unanswered";
import { typeErrors, type WrittenService } from "../../conformance/corpus/written-service";
import { printApplication } from "../../golden/write-application";
import { compileSources, frameworkNames, ownIdentifiers } from "../hostile/check-hostile";
import { findEscapes } from "../hostile/find-escapes";
import { hostileDescription } from "../hostile/hostile-description";
import { writeCompiled } from "../served";
import { oddDescriptions } from "./odd-descriptions";

const scratch = mkdtempSync(join(stateDirectory(resolve(__dirname, "../../.."), "tmp"), "odd-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The seeds are of descriptions as the hostile suite makes them. */
const seeds = [3, 4, 5];
const written: WrittenService[] = [];

const compileOdd = (text: string) =>
  compile({ openapiPath: "openapi.yaml", readText: (path) => (path === "openapi.yaml" ? text : undefined) });

test.each(oddDescriptions)("%s: is read and printed for every framework", async (_name, text) => {
  const compilation = await compileOdd(text);
  expect(compilation.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  for (const framework of frameworkNames) {
    const { files } = await printApplication(compilation, { framework });
    expect(findEscapes(files, await ownIdentifiers())).toEqual([]);
  }
});

beforeAll(async () => {
  mkdirSync(scratch, { recursive: true });
  const odd = oddDescriptions.map(
    ([, text]) =>
      () =>
        compileOdd(text),
  );
  const hostile = seeds.map((seed) => () => compileSources(hostileDescription(seed)));
  for (const [index, open] of [...odd, ...hostile].entries()) {
    const framework = frameworkNames[index % frameworkNames.length] ?? "fastify";
    written.push(await writeCompiled(scratch, `service-${index}`, await open(), framework));
  }
});

test("the services compile strictly", async () => {
  expect(await typeErrors(scratch, written)).toBe("");
});

test.each(["names of JavaScript's own", "ids in other scripts, and alike"])(
  "%s: every operation answers",
  async (name) => {
    const index = oddDescriptions.findIndex(([one]) => one === name);
    expect(await unanswered(written[index] as WrittenService)).toEqual([]);
  },
);
