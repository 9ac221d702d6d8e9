import { beforeAll, describe, expect, test } from "vitest";
import { createWorkspace, type Workspace } from "../harness/workspace";

const operation = (id: string): string => `{ operationId: ${id}, responses: { "204": { description: Done } } }`;
const api = (paths: string): string => `openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths:\n${paths}`;
const good = api(`  /a:\n    get: ${operation("getA")}\n`);

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
  workspace.write({
    "specs/api/openapi.yaml": good,
    "specs/db/schema.sql": "CREATE TABLE a (id integer PRIMARY KEY);\n",
  });
  await workspace.git("add", "--all");
  await workspace.git("commit", "--quiet", "--message=specs");
});

describe.each([
  { name: "not YAML", text: "openapi: 3.1.0\n  paths: [\n", place: "1:\\d+", code: "openapi/\\S+" },
  { name: "not OpenAPI", text: "name: docker\nservices: {}\n", place: "\\d+:\\d+", code: "openapi/\\S+" },
  {
    name: "with a $ref that leads nowhere",
    text: api(
      `  /a:\n    get:\n      operationId: getA\n      responses:\n        "200":\n          $ref: "#/components/responses/None"\n`,
    ),
    place: "9:\\d+",
    code: "openapi/\\S+",
  },
  {
    name: "with two equal operationIds",
    text: api(`  /a:\n    get: ${operation("same")}\n  /b:\n    get: ${operation("same")}\n`),
    place: "7:\\d+",
    code: "openapi/duplicate-operation-id",
  },
])("a description that is $name", ({ text, place, code }) => {
  const line = new RegExp(`^specs/api/openapi\\.yaml:${place}: error: .+ \\[${code}\\]\\n {2}hint: .+`, "m");

  test("is refused with place, code and hint, and nothing is written", async () => {
    workspace.write({ "specs/api/openapi.yaml": text });
    const before = await workspace.changes();
    const { exitCode, stdout, stderr } = await workspace.nx("g", "route-from-spec", "api");
    expect(exitCode).toBe(1);
    expect(stdout + stderr).toMatch(line);
    expect(await workspace.changes()).toBe(before);
  });

  test("is refused by check in the same words", async () => {
    const { exitCode, stdout } = await workspace.nx("run", "api:check");
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(new RegExp(code));
  });

  test("leaves the database beside it alone", async () => {
    expect(await workspace.nx("run", "db:status")).toMatchObject({ exitCode: 0 });
  });
});

test("SQL with a syntax error is refused with place, code and hint, and nothing is written", async () => {
  workspace.write({
    "specs/db/schema.sql": "CREATE TABLE a (id integer PRIMARY KEY);\nCREATE TABEL b (id integer);\n",
  });
  const before = await workspace.changes();
  const { exitCode, stdout, stderr } = await workspace.nx("run", "db:diff", "--name=broken");
  expect(exitCode).toBe(1);
  expect(stdout + stderr).toMatch(/^specs\/db\/schema\.sql:2:\d+: error: .+ \[sql\/\S+\]\n {2}hint: .+/m);
  expect(await workspace.changes()).toBe(before);
  expect(await workspace.nx("run", "db:status")).toMatchObject({ exitCode: 0 });
});

test.each([
  ["g", "route-from-spec", "api", "--dryrun"],
  ["run", "db:migrate", "--dryrun"],
  ["run", "api:check", "--failon=warning"],
])("a misspelled option is refused: nx %s %s %s %s", async (...parts) => {
  workspace.write({ "specs/api/openapi.yaml": good });
  const before = await workspace.changes();
  const { exitCode, stdout, stderr } = await workspace.nx(...parts.filter((part) => part !== undefined));
  expect(exitCode).toBe(1);
  expect(stdout + stderr).toMatch(/'(dryrun|failon)' is not found in schema/);
  expect(await workspace.changes()).toBe(before);
});
