import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, type TestContext, test } from "vitest";
import { flatten, schemaTable } from "../../../tools/compiler/emit/load-test/merge-schema";
import { type FrameworkName, frameworks } from "../../../tools/compiler/emit/routes/frameworks";
import type { KeywordSchema } from "../../../tools/compiler/model/schema";
import type { Service } from "../../../tools/compiler/model/service";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { stopPostgres } from "../../e2e/shop-service/shop-service";
import { corpus, findDescriptions } from "../corpus/descriptions";
import { type ServedDescription, startExampleService } from "./example-service";
import { type Described, type DescribedPairs, exclusions } from "./exclusions";
import { type FoundSchemathesis, findSchemathesis } from "./find-schemathesis";
import { type Finding, type Run, runSchemathesis } from "./run-schemathesis";
import { startServedShop } from "./served-shop";

/** Chosen for being unlike each other: styles of parameters, forms, files, security, links, and replies that are no JSON. */
const names = ["petstore-3.0", "train-travel-3.1", "tictactoe-3.1", "uspto", "feat-parameters-style-3.1"];
const descriptions = findDescriptions().filter(({ name }) => names.includes(name));
const all = Object.keys(frameworks) as FrameworkName[];
const examples = Number(process.env.SPECLINE_SCHEMATHESIS_EXAMPLES ?? 10);

const root = resolve(__dirname, "../../..");
// Below the workspace, so that packages are found.
const scratch = mkdtempSync(join(stateDirectory(root, "tmp"), "schemathesis-"));
let found: FoundSchemathesis;
const counts = new Map<string, number>();
let runCount = 0;

beforeAll(async () => {
  found = await findSchemathesis();
  if ("missing" in found) console.warn(`schemathesis is skipped: ${found.missing}`);
  if (descriptions.length === 0) console.warn(`skipped: there is no corpus at ${corpus}; set SPECLINE_CORPUS`);
});
afterAll(async () => {
  await stopPostgres();
  rmSync(scratch, { recursive: true, force: true });
  for (const [name, count] of [...counts].sort()) console.info(`${count} of ${name}`);
});

describe("schemathesis", () => {
  test.skipIf(!existsSync(corpus))("there are descriptions to run it against", () => {
    expect(descriptions.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  describe.each(all)("on %s", (framework) => {
    test("finds nothing in the shop", async (context) => {
      await expectNothing(context, () => startServedShop(framework));
    });

    for (const one of descriptions) {
      test(`finds nothing in ${one.name}`, async (context) => {
        await expectNothing(context, () => startExampleService(one, framework, scratch));
      });
    }
  });

  test.skipIf(descriptions.length === 0)("finds nothing in a sample", async (context) => {
    const smallest = descriptions.find(({ name }) => name === "tictactoe-3.1");
    if (smallest === undefined) throw new Error("the description of the sample is not there");
    await expectNothing(context, () => startExampleService(smallest, "fastify", join(scratch, "sample")), 3);
  });

  test("needs every exclusion", (context) => {
    if (runCount <= all.length * (names.length + 1)) context.skip("only where everything has run");
    expect(exclusions.map(({ name }) => name).filter((name) => !counts.has(name))).toEqual([]);
  });
});

async function expectNothing(
  context: TestContext,
  start: () => Promise<ServedDescription>,
  exampleCount = examples,
): Promise<void> {
  if ("missing" in found) return context.skip(found.missing);
  const { service, target, stop } = await start();
  const described = describedOperations(service);
  let run: Run;
  try {
    run = await runSchemathesis(found, { ...target, examples: exampleCount });
  } finally {
    await stop();
  }
  runCount++;
  // A run that sent nothing would find nothing.
  expect([...described.keys()].filter((operation) => !run.operations.has(operation))).toEqual([]);
  const unexplained = run.findings.filter((finding) => {
    const exclusion = exclusions.find(({ holds }) => holds(finding, described.get(finding.operation) ?? unknown));
    if (exclusion !== undefined) counts.set(exclusion.name, (counts.get(exclusion.name) ?? 0) + 1);
    return exclusion === undefined;
  });
  const where = `${context.task.suite?.name}: ${context.task.name}`;
  const figures = `${run.requestCount} requests, ${run.findings.length} findings, ${unexplained.length} unexplained`;
  console.info([`${where}: ${figures}`, ...unexplained.slice(0, 20).map(shown)].join("\n"));
  expect(unexplained.slice(0, 20).map(shown).join("\n\n")).toBe("");
}

const unknown: Described = { statuses: [], anyText: [], pairs: [] };

const separators = { form: /,|%2C/i, simple: /,/, spaceDelimited: / |%20|\+/, pipeDelimited: /\||%7C/i };

/** By `GET /pets/{petId}`. */
function describedOperations(service: Service): ReadonlyMap<string, Described> {
  const schemas = schemaTable(service.schemas);
  const operations = service.resources.flatMap((resource) => resource.operations);
  return new Map(
    operations.map(({ method, path, parameters, responses, requestBody }) => {
      const form = requestBody?.content.find(({ type }) => type === "multipart/form-data")?.schema;
      const properties = (form && flatten(form, schemas)?.properties) ?? [];
      const inPath = parameters.filter((one) => one.in === "path" && one.style !== "simple");
      const anyText = [
        ...[...properties, ...inPath].filter(({ schema }) => isTextList(flatten(schema, schemas))),
        ...inPath.filter(({ schema }) => isOpenObject(flatten(schema, schemas))),
      ].map(({ name }) => name);
      const pairs = parameters.flatMap(({ in: place, name, style, explode, schema }): DescribedPairs[] => {
        if ((place !== "query" && place !== "header") || !isObject(flatten(schema, schemas))) return [];
        if (!Object.hasOwn(separators, style) || (style === "form" && explode)) return [];
        const separator = separators[style as keyof typeof separators];
        return [{ in: place, name, separator, isExploded: explode }];
      });
      const statuses = responses.map(({ status }) => status);
      return [`${method.toUpperCase()} ${path.text}`, { statuses, anyText, pairs }];
    }),
  );
}

function isTextList({ types, items }: Partial<KeywordSchema> = {}): boolean {
  return types?.includes("array") === true && items?.kind === "keywords" && items.types?.includes("string") === true;
}

function isObject({ types }: Partial<KeywordSchema> = {}): boolean {
  return types?.includes("object") === true;
}

function isOpenObject({ types, additionalProperties, required }: Partial<KeywordSchema> = {}): boolean {
  return types?.includes("object") === true && additionalProperties === undefined && required === undefined;
}

function shown({ check, operation, message, request, status, body }: Finding): string {
  return [
    `${check}: ${operation}: ${message}`,
    `> ${request.method} ${request.url} ${JSON.stringify(request.headers)} ${request.body ?? ""}`,
    `< ${status} ${body}`,
  ]
    .map((line) => line.slice(0, 1000))
    .join("\n");
}
