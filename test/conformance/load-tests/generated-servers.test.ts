import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { extname, join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keyVariables } from "../../../tools/compiler/emit/load-test/key-variables";
import { type FrameworkName, frameworks } from "../../../tools/compiler/emit/routes/frameworks";
import type { Service } from "../../../tools/compiler/model/service";
import { stateDirectory } from "../../../tools/workspace/state-directory";
import { capturePrinted, createLoadWorkspace, placeLoadTests } from "../../faults/load-test/load-workspace";
import { corpus, type Description, findDescriptions } from "../corpus/descriptions";
import { basicLogin, startExampleService } from "../schemathesis/example-service";
import { withFreshKeys } from "./fresh-keys";

const names = ["petstore-3.0", "train-travel-3.1", "readme-3.1", "tictactoe-3.1", "uspto"];
const descriptions = findDescriptions().filter(({ name }) => names.includes(name));
const workspace = createLoadWorkspace();
const scratch = mkdtempSync(join(stateDirectory(resolve(__dirname, "../../.."), "tmp"), "generated-servers-"));
let printed: ReturnType<typeof capturePrinted>;

beforeAll(() => {
  printed = capturePrinted();
});
beforeEach(() => printed.clear());
const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});
afterAll(() => {
  printed.stop();
  workspace.remove();
  rmSync(scratch, { recursive: true, force: true });
});

test("there are descriptions to run load tests of (skipped without the corpus)", ({ skip }) => {
  if (findDescriptions().length === 0) skip(`there is no corpus at ${corpus}`);
  expect(descriptions.map(({ name }) => name).sort()).toEqual([...names].sort());
});

describe.each(Object.keys(frameworks) as FrameworkName[])("on %s", (framework) => {
  test.each(descriptions.map((one) => [one.name, one] as const))("the load test of %s passes", async (_, one) => {
    await expectPassing(one, framework);
  });
});

test.each(descriptions.filter(({ name }) => name === "train-travel-3.1"))("a sample: $name", async (one) => {
  await expectPassing(one, "fastify");
});

async function expectPassing(description: Description, framework: FrameworkName): Promise<void> {
  const { path, name } = description;
  const text = readFileSync(join(corpus, path), "utf8");
  const api = name.replace(/\W+/g, "-");
  await placeLoadTests(workspace, api, { file: `openapi${extname(path)}`, text });
  const { service, target, stop } = await startExampleService(description, framework, scratch, withFreshKeys);
  for (const scheme of service.securitySchemes) {
    const variable = keyVariables(service.securitySchemes).get(scheme.name) ?? "";
    if (scheme.kind === "basic") process.env[variable] = basicLogin;
    else if (scheme.kind === "apiKey") process.env[variable] = "right";
  }
  process.env.GENERATED_SERVER_TOKEN = target.authorization?.replace(/^\w+ /, "") ?? "none";
  try {
    const options = { server: new URL(target.url).origin, serverToken: "env:GENERATED_SERVER_TOKEN" };
    const outcome = await workspace.load(api, { ...options, rate: 5, duration: "1s" });
    expect(outcome, printed.text()).toEqual({ success: true });
  } finally {
    await stop();
  }
  const report = JSON.parse(workspace.reportOf(`${api}/load`)) as {
    data: {
      operations: readonly { operation: string; requests: number }[];
      skipped?: readonly { operation: string }[];
    };
  };
  const measured = report.data.operations.filter(({ requests }) => requests > 0).map(({ operation }) => operation);
  const left = report.data.skipped?.map(({ operation }) => operation) ?? [];
  expect([...measured, ...left].sort()).toEqual(operationsOf(service));
  console.info(`${name} on ${framework}: ${measured.length} operations measured, ${left.length} left out`);
}

function operationsOf({ resources }: Service): readonly string[] {
  return resources.flatMap(({ operations }) => operations.map(({ id }) => id)).sort();
}
