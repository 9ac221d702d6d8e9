import { describe, expect, it } from "vitest";
import { compile } from "../../../tools/compiler/compile";
import { printApplication } from "../../golden/write-application";
import { wrongPaths } from "./find-escapes";

const description = (more: object) =>
  JSON.stringify({ openapi: "3.1.0", info: { title: "A", version: "1" }, paths: {}, ...more });

const nameOfFile = [
  ...["../../../etc/passwd", "..", "/etc/passwd", "..\\..\\secret", "C:\\secret", "\\\\server\\share", "a/../../b"],
  ...["%2e%2e/%2e%2e/secret", "..%2fsecret", "a\0b", "con", "nul.ts", "~root", ".git/config", "-rf", "a".repeat(5000)],
] as const;

describe("what a reference may read", () => {
  it.each([
    ...nameOfFile.map((name) => [`${name}#/X`]),
    ["file:///etc/passwd#/X"],
    ["FILE:/etc/passwd"],
    ["../specs/../../secret.json#/X"],
    ["./a/b/../../../../../secret.json"],
  ])("%s: nothing outside of the workspace", async (reference) => {
    const asked: string[] = [];
    const content = { "application/json": { schema: { $ref: reference } } };
    const text = description({ paths: { "/x": { get: { responses: { "200": { description: "", content } } } } } });
    const { diagnostics } = await compile({
      openapiPath: "specs/a/openapi.json",
      readText: (path) => {
        asked.push(path);
        return path === "specs/a/openapi.json" ? text : undefined;
      },
    });
    expect(asked.filter((path) => /^(\.\.(\/|$)|\/|[A-Za-z]:|\\)/.test(path))).toEqual([]);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toMatchObject([
      { span: { file: "specs/a/openapi.json" } },
    ]);
  });
});

describe("what a name may write", () => {
  it.each(nameOfFile.map((name) => [name]))("%s: a file of the application", async (name) => {
    const responses = { "200": { description: "", content: { "application/json": { schema: { type: "object" } } } } };
    const text = description({
      paths: { "/x": { get: { operationId: name, tags: [name], responses } } },
      components: { schemas: { [name.replace(/[^\w.-]/g, "-")]: { type: "object" } } },
    });
    const compilation = await compile({ openapiPath: "openapi.json", readText: () => text });
    const { files } = await printApplication(compilation, { framework: "fastify" });
    expect(files.length).toBeGreaterThan(5);
    expect(wrongPaths(files.map(({ path }) => path))).toEqual([]);
  });
});
