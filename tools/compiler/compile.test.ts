import { describe, expect, test } from "vitest";
import { type Compilation, compile } from "./compile";
import { formatDiagnostic } from "./diagnostics/format-diagnostic";

/** Texts that no scenario folder should hold: too large, too deep, missing. */
describe("compile refuses", () => {
  test("a description that is not there", async () => {
    expect(await problems({})).toEqual(["openapi.yaml:1:1: openapi/missing-file"]);
  });

  test("an SQL file that is not there", async () => {
    const { diagnostics } = await compile({ sqlPaths: ["schema.sql"], readText: () => undefined });
    const texts = diagnostics.map(formatDiagnostic);
    expect(texts[0]).toContain("schema.sql:1:1: error: There is no file `schema.sql`. [sql/missing-file]");
  });

  test("an empty file", async () => {
    expect(await problems({ "openapi.yaml": "" })).toEqual(["openapi.yaml:1:1: openapi/not-openapi"]);
  });

  test("a text that is too large, without parsing it", async () => {
    const text = `openapi: 3.1.0\n# ${"x".repeat(64_000_000)}`;
    expect(await problems({ "openapi.yaml": text })).toEqual(["openapi.yaml:1:1: openapi/too-large"]);
  });

  test.each(["{", "["])("values that are nested without end: %s", async (bracket) => {
    const json = bracket === "[" ? "[".repeat(300) : '{"a":'.repeat(300);
    const yaml = bracket === "[" ? `a: ${"[".repeat(300)}${"]".repeat(300)}` : "{a: ".repeat(300) + "}".repeat(300);
    expect(await problems({ "openapi.json": json })).toEqual([expect.stringContaining("openapi/too-deep")]);
    expect(await problems({ "openapi.yaml": yaml })).toEqual([expect.stringContaining("openapi/too-deep")]);
  });

  test("nesting that would exhaust the parser's stack", async () => {
    const text = `a: ${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(await problems({ "openapi.yaml": text })).toEqual([expect.stringContaining("openapi/too-deep")]);
  });

  test("aliases that grow without end", async () => {
    const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let level = 1; level < 9; level++) {
      lines.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(", ")}]`,
      );
    }
    expect(await problems({ "openapi.yaml": lines.join("\n") })).toEqual([
      expect.stringContaining("openapi/alias-bomb"),
    ]);
  });
});

describe("compile takes", () => {
  const minimal = { openapi: "3.1.0", info: { title: "Pets", version: "1" }, paths: {} };

  test("JSON and YAML, with a byte order mark or without", async () => {
    const json = JSON.stringify(minimal);
    for (const text of [json, `\uFEFF${json}`]) expect(await problems({ "openapi.json": text })).toEqual([]);
    const yaml = 'openapi: "3.1.0"\ninfo: {title: Pets, version: "1"}\npaths: {}\n';
    for (const text of [yaml, `\uFEFF${yaml}`, json]) expect(await problems({ "openapi.yaml": text })).toEqual([]);
  });

  test("YAML in flow style that begins like JSON", async () => {
    expect(
      await problems({ "openapi.yaml": "{openapi: 3.1.0, info: {title: Pets, version: '1'}, paths: {}}" }),
    ).toEqual([]);
  });

  test("names that JavaScript's objects have", async () => {
    const names = ["constructor", "__proto__", "hasOwnProperty", "toString"];
    const schema = { type: "object", properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])) };
    const schemas = Object.fromEntries(names.map((name) => [name, schema]));
    const get = {
      operationId: "constructor",
      responses: Object.fromEntries([
        [
          "200",
          { description: "", content: { "application/json": { schema: { $ref: "#/components/schemas/__proto__" } } } },
        ],
      ]),
    };
    const text = JSON.stringify({ ...minimal, paths: { "/__proto__": { get } }, components: { schemas } });
    const { service, diagnostics } = await read({ "openapi.json": text });
    expect(diagnostics).toEqual([]);
    expect(service?.schemas.map((one) => one.name)).toEqual(["__proto__"]);
    const first = service?.schemas[0]?.schema;
    expect(first?.kind === "keywords" ? first.properties?.map((one) => one.name) : []).toEqual(names);
  });

  test("YAML aliases and merge keys as if they were written out", async () => {
    const yaml = `openapi: 3.1.0
info: {title: Pets, version: "1"}
x-base: &base {description: Same., required: true}
paths:
  /pets/{id}:
    parameters:
      - {<<: *base, name: id, in: path, schema: {type: string}, description: Own.}
    get:
      operationId: getPet
      responses: &answers {"200": {description: A pet.}}
    delete: {operationId: deletePet, responses: *answers}
`;
    const { service, diagnostics } = await read({ "openapi.yaml": yaml });
    expect(diagnostics).toEqual([]);
    const operations = service?.resources.flatMap((one) => one.operations) ?? [];
    expect(operations.map((one) => one.responses.length)).toEqual([1, 1]);
    expect(operations[0]?.parameters[0]).toMatchObject({ description: "Own.", required: true });
  });
});

async function read(files: Readonly<Record<string, string>>): Promise<Compilation> {
  const openapiPath = Object.keys(files)[0] ?? "openapi.yaml";
  return compile({ openapiPath, readText: (path) => files[path] });
}

async function problems(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { diagnostics } = await read(files);
  return diagnostics.map(({ span, code }) => `${span.file}:${span.line}:${span.column}: ${code}`);
}
