import ts from "typescript";
import { describe, expect, test } from "vitest";
import { compile } from "./compile";
import { hasErrors } from "./diagnostics/diagnostic";
import { emitApplication } from "./emit/emit-application";

const marker = "pwned";
const endings = [
  "*/ pwned(); /*",
  '"; pwned(); "',
  "'; pwned(); '",
  "`; pwned(); `",
  "$" + "{pwned()}",
  "\n pwned();\n",
  "\u2028pwned()\u2028",
  "</script><script>pwned()</script>",
  '\\"; pwned(); //',
  "]; pwned(); [",
  "x);pwned();(",
  "\u202epwned()",
];
const names = [
  "constructor",
  "__proto__",
  "toString",
  "class",
  "con",
  "Record",
  "Error",
  "1st",
  "名前",
  "",
  "a/b",
  "..",
  "A",
  "a",
];

/** A small generator of random numbers, so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function hostileSpec(seed: number): { readonly openapi: string; readonly sql: string } {
  const next = random(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(next() * items.length)] as Item;
  const text = () => `${pick(names)}${pick(endings)}`;
  const name = () => pick([pick(names), text()]);
  const quoted = (value: string) => `"${value.replaceAll('"', '""').replaceAll("\u0000", "")}"`;
  const schemaNames = [...new Set(Array.from({ length: 6 }, name))].filter((one) => one !== "");
  const reference = () => ({
    $ref: `#/components/schemas/${encodeURIComponent(pick(schemaNames)).replaceAll("~", "~0").replaceAll("%2F", "~1")}`,
  });
  const schema = (): object =>
    pick<() => object>([
      reference,
      () => ({ type: "string", enum: [text(), text()], description: text(), default: text() }),
      () => ({ type: "string", format: text(), title: text() }),
      () => ({ const: text() }),
      () => ({ type: "array", items: reference(), description: text() }),
      () => ({ type: "object", properties: { [name()]: { type: "string" } }, required: [name()] }),
    ])();
  const columnName = `c${pick(endings)}`;
  const column = quoted(columnName);
  const table = `t${pick(endings)}`;
  const paths = Object.fromEntries(
    Array.from({ length: 5 }, (_, index) => [
      `/p${index}/${text().replace(/[{}/\n\u2028]/g, "")}`,
      {
        get: {
          operationId: `${name()}${index}`,
          tags: [name()],
          summary: text(),
          description: text(),
          parameters: [
            { name: `${name()}q`, in: "query", description: text(), schema: schema() },
            { name: `${name()}h`, in: "header", schema: { type: "string", default: text() } },
          ],
          responses: {
            "200": {
              description: text(),
              content: { [pick(["application/json", `text/${text()}`])]: { schema: schema() } },
            },
          },
          security: [{ [`k${pick(endings)}`]: [text()] }],
        },
      },
    ]),
  );
  const row = {
    type: "object",
    required: ["id"],
    properties: { id: { type: "integer" }, [columnName]: { type: "string", description: text() } },
  };
  const reply = (schema: object) => ({ description: text(), content: { "application/json": { schema } } });
  const rowId = { name: "id", in: "path", required: true, schema: { type: "integer" } };
  const body = { required: true, content: { "application/json": { schema: row } } };
  const linked = {
    "/rows": {
      get: {
        operationId: `list${text()}`,
        "x-specline": { table },
        responses: { "200": reply({ type: "array", items: row }) },
      },
      post: {
        operationId: `create${text()}`,
        "x-specline": { table },
        requestBody: body,
        responses: { "201": reply(row) },
      },
    },
    "/rows/{id}": {
      parameters: [rowId],
      get: { operationId: `get${text()}`, "x-specline": { table }, responses: { "200": reply(row) } },
    },
  };
  const schemas = Object.fromEntries(
    schemaNames.map((one) => [
      one,
      {
        type: "object",
        description: text(),
        properties: { [name()]: { type: "string", description: text() }, id: { type: "integer" } },
      },
    ]),
  );
  const securitySchemes = Object.fromEntries(
    endings.map((ending) => [`k${ending}`, { type: "apiKey", in: "header", name: text() }]),
  );
  const openapi = {
    openapi: "3.1.0",
    info: { title: text(), version: "1" },
    servers: [{ url: `/${text()}` }],
    paths: { ...paths, ...linked },
    components: { schemas, securitySchemes },
  };
  return {
    openapi: JSON.stringify(openapi),
    sql: `CREATE TABLE ${quoted(table)} (id bigint PRIMARY KEY, ${column} text NOT NULL DEFAULT '${text().replaceAll("'", "''")}');`,
  };
}

/** Every identifier, comment aside, in a file; a syntax error fails. */
function identifiers(path: string, content: string): readonly string[] {
  const source = ts.createSourceFile(path, content, ts.ScriptTarget.ES2022, true);
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: readonly ts.Diagnostic[] };
  expect(parseDiagnostics.map((one) => `${path}: ${ts.flattenDiagnosticMessageText(one.messageText, " ")}`)).toEqual(
    [],
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.push(node.text);
    if (ts.isTemplateExpression(node))
      found.push(...node.templateSpans.map(({ literal }) => literal.text), node.head.text);
    if (ts.isRegularExpressionLiteral(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe("text of a spec never becomes code", () => {
  test.each(Array.from({ length: 40 }, (_, index) => index + 1))("seed %i", async (seed) => {
    const { openapi, sql } = hostileSpec(seed);
    const texts: Readonly<Record<string, string>> = { "openapi.json": openapi, "schema.sql": sql };
    const compilation = await compile({
      openapiPath: "openapi.json",
      sqlPaths: ["schema.sql"],
      readText: (path) => texts[path],
    });
    const { service, database, links, diagnostics } = compilation;
    if (service === undefined || hasErrors(diagnostics)) {
      throw new Error(`the compiler refuses seed ${seed}: ${diagnostics.map(({ message }) => message).join("; ")}`);
    }
    const application = await emitApplication({
      service,
      ...(database && { database }),
      links,
      spec: "openapi.json",
      framework: "fastify",
      hasServer: true,
      handlers: {},
    });
    expect(application.files.length).toBeGreaterThan(15);
    expect(application.files.some(({ path }) => path.endsWith("queries.ts"))).toBe(true);
    const paths = application.files.map(({ path }) => path.toLowerCase());
    expect(new Set(paths).size).toBe(paths.length);
    for (const { path, content } of application.files) {
      expect(path).toMatch(/^[\w./-]+$/);
      expect(path.split("/")).not.toContain("..");
      if (path.endsWith(".json")) continue;
      const wrong = identifiers(path, content).filter(
        (one) => one === marker || /pwned.*[^\w$]|[^\w$].*pwned/.test(one),
      );
      expect(wrong, path).toEqual([]);
    }
  });
});
