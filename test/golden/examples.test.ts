import { describe, expect, it } from "vitest";
import { compile } from "../../tools/compiler/compile";
import { emit, planOf, scriptOf } from "./emit-scripts";

/** A description whose only request has this body, with the tables in SQL. */
async function bodyOf(mediaType: string, schemas = "{}", sql?: string): Promise<string> {
  const api = `
openapi: 3.1.0
info: { title: Toys, version: 1.0.0 }
servers: [{ url: /v1 }]
paths:
  /makers:
    get: { tags: [makers], operationId: listMakers, responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { type: object, properties: { id: { type: integer } } } } } } } } }
  /toys:
    post: { tags: [toys], operationId: makeToy, requestBody: { required: true, content: { ${mediaType} } }, responses: { "201": { description: made } } }
components:
  schemas: ${schemas}
`;
  const script = scriptOf(await emit({ "api.yaml": api, ...(sql === undefined ? {} : { "schema.sql": sql }) }), "toys");
  const sent = /(?:const toyBody = |"\/v1\/toys", )(.*?)(?:;\n\s+call\(|\);\n)/s.exec(script)?.[1];
  return sent?.replace(/\s+/g, " ").replace(", }", " }") ?? planOf(script).skipped[0]?.reason ?? "";
}

const json = (schema: string, more = "") => `application/json: { schema: ${schema}${more} }`;
const object = (properties: string, more = "") => `{ type: object, properties: { ${properties} }${more} }`;

describe("examples of bodies", () => {
  it.each([
    ["of a property", json(object("size: { type: integer, example: 7 }")), "{ size: 7 }"],
    ["the first of several", json(object("size: { type: integer, examples: [8, 9] }")), "{ size: 8 }"],
    ["none that the schema refuses", json(object("size: { type: integer, example: big, maximum: 0 }")), "{ size: 0 }"],
    [
      "none of the wrong format",
      json(object("on: { type: string, format: date, example: 5/6 }")),
      '{ on: "2026-01-15" }',
    ],
    [
      "of the media type, before those of properties",
      json(object("size: { type: integer, example: 7 }"), ", example: { size: 3 }"),
      "{ size: 3 }",
    ],
    [
      "named ones",
      json(object("size: { type: integer }"), ", examples: { far: { externalValue: x }, a: { value: { size: 4 } } }"),
      "{ size: 4 }",
    ],
    [
      "what the request's own leaves out is not sent, what it names is",
      json(
        object("size: { type: integer }, color: { type: string }, tags: { type: array, items: { type: string } }"),
        ", example: { color: red, tags: [a, b], extra: 1 }",
      ),
      '{ color: "red", tags: ["a", "b"], extra: 1 }',
    ],
    [
      "what is required is sent anyway",
      json(
        object("size: { type: integer }, color: { type: string }", ", required: [size]"),
        ", example: { color: red }",
      ),
      '{ color: "red", size: 1 }',
    ],
    [
      "a schema's own gives values only",
      json(object("size: { type: integer }, color: { type: string }", ", example: { color: red, state: old }")),
      '{ color: "red", size: 1 }',
    ],
    [
      "what must be unlike all others is made",
      json(object("email: { type: string, example: me@x.org }, name: { type: string, example: Jo }")),
      '{ email: "email " + unique(10), name: "Jo" }',
    ],
    [
      "rows of others are real ones",
      json(object("makerId: { type: integer, example: 12 }", ", required: [makerId]")),
      "{ makerId: keyOf(rows.makers, n) }",
    ],
    [
      "as many items as the example has, but one that names a row",
      json(
        object(
          "parts: { type: array, items: { type: object, properties: { n: { type: integer } } } }, of: { type: array, items: { type: object, properties: { makerId: { type: integer } } } }",
        ),
        ", example: { parts: [{ n: 1 }, { n: 2 }], of: [{ makerId: 1 }, { makerId: 2 }] }",
      ),
      "{ of: [{ makerId: keyOf(rows.makers, n) }], parts: [{ n: 1 }, { n: 2 }] }",
    ],
    [
      "of a map",
      json("{ type: object, additionalProperties: { type: integer }, example: { a: 1, b: 2 } }"),
      "{ a: 1, b: 2 }",
    ],
    [
      "the alternative that it shows",
      json(
        '{ oneOf: [{ $ref: "#/components/schemas/Ball" }, { $ref: "#/components/schemas/Doll" }] }',
        ", example: { hair: red }",
      ),
      '{ hair: "red" }',
    ],
    ["the type that it shows", json(object("size: { type: [string, integer], example: 5 }")), "{ size: 5 }"],
    [
      "null in the request's own, where it is allowed",
      json(object("memo: { type: [string, 'null'] }, size: { type: integer }"), ", example: { memo: null }"),
      "{ memo: null }",
    ],
    ["null says nothing", json(object("size: { type: [integer, 'null'], example: null }")), "{ size: 1 }"],
    ["a name that objects have by nature", json(object("constructor: { type: string }"), ", example: {}"), "{}"],
  ])("%s", async (_, mediaType, expected) => {
    const schemas = `{ Ball: ${object("radius: { type: integer }", ", required: [radius]")}, Doll: ${object("hair: { type: string }", ", required: [hair]")} }`;
    expect(await bodyOf(mediaType, schemas)).toBe(expected);
  });

  it("of a text", async () => {
    expect(await bodyOf('text/plain: { schema: { type: string }, example: "a b" }')).toBe('"a b"');
  });

  it("what the table behind a property refuses is not sent", async () => {
    const sql = `CREATE TABLE toys (id serial PRIMARY KEY, name varchar(3) NOT NULL, size integer NOT NULL CHECK (size BETWEEN 1 AND 5), color text CHECK (color ~ '^[a-z]+$'));`;
    const sizes =
      "name: { type: string, example: Bear }, size: { type: integer, example: 9 }, color: { type: string, example: RED }";
    expect(await bodyOf(json(object(sizes)), "{}", sql)).toMatch(/^\{ color: "a+", name: "nam", size: 1 \}$/);
  });
});

describe("what a schema says of several properties at once", () => {
  const both = "a: { type: integer }, b: { type: integer }";
  it.each([
    ["not", object(both, ", not: { required: [a, b] }"), "{}"],
    [
      "dependencies",
      object(`${both}, c: { type: array, items: { type: string } }`, ", dependentRequired: { a: [c] }"),
      "{}",
    ],
    [
      "dependencies of what is required",
      object(`${both}, c: { type: array, items: { type: string } }`, ", required: [a], dependentRequired: { a: [c] }"),
      '{ a: 1, b: 1, c: ["c"] }',
    ],
    [
      "conditions",
      object(
        "kind: { enum: [card, cash] }, number: { type: [object, 'null'] }",
        ", required: [kind], if: { properties: { kind: { const: card } } }, then: { required: [number] }",
      ),
      '{ kind: "card", number: {} }',
    ],
    [
      "alternatives that leave each other no room",
      object(both, ", oneOf: [{ required: [a] }, { required: [b] }]"),
      "{ a: 1 }",
    ],
  ])("%s", async (_, schema, expected) => {
    expect(await bodyOf(json(schema))).toBe(expected);
  });

  it("a body that nothing meets is not sent, and the script says why", async () => {
    expect(await bodyOf(json(object("a: { type: integer }", ", required: [a], not: { required: [a] }")))).toBe(
      "no body can be made: what its schema says of several properties at once is not met by any that was tried",
    );
  });
});

describe("examples of parameters", () => {
  const api = (path: string, parameters: string) => `
openapi: 3.1.0
info: { title: Toys, version: 1.0.0 }
servers: [{ url: /v1 }]
paths:
  ${path}:
    get: { tags: [toys], operationId: listToys, parameters: [${parameters}], responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { type: object } } } } } } }
components:
  examples: { some: { value: bear } }
`;
  const text = "schema: { type: string }";
  it.each([
    ["a required one", "/toys", `{ name: q, in: query, required: true, ${text}, example: bear }`, '[["q", "bear"]]'],
    [
      "of its schema",
      "/toys",
      "{ name: q, in: query, required: true, schema: { type: string, example: b } }",
      '[["q", "b"]]',
    ],
    [
      "several, by turns",
      "/toys",
      `{ name: q, in: query, required: true, ${text}, examples: { a: { value: x }, b: { value: y } } }`,
      '["q", pick(["x", "y"], n)]',
    ],
    [
      "by reference",
      "/toys",
      `{ name: q, in: query, required: true, ${text}, examples: { a: { $ref: "#/components/examples/some" } } }`,
      '["q", "bear"]',
    ],
    [
      "a reference to nowhere",
      "/toys",
      `{ name: q, in: query, required: true, ${text}, examples: { a: { $ref: "no.yaml#/x" } } }`,
      '[["q", "q"]]',
    ],
    [
      "a list",
      "/toys",
      "{ name: q, in: query, required: true, explode: false, schema: { type: array, items: { type: integer } }, example: [3, 4] }",
      '[["q", separated([3, 4], ",")]]',
    ],
    [
      "its own before what its schema lists",
      "/toys",
      "{ name: q, in: query, required: true, schema: { type: boolean, example: true }, example: false }",
      '["q", false]',
    ],
    ["a header", "/toys", `{ name: X-Of, in: header, required: true, ${text}, example: bear }`, '"X-Of": "bear"'],
    [
      "a page is as long as ever",
      "/toys",
      "{ name: limit, in: query, schema: { type: integer }, example: 2 }",
      '[["limit", 20]]',
    ],
    [
      "a path that nothing else fills",
      "/toys/{kind}/parts",
      `{ name: kind, in: path, required: true, ${text}, example: bear }`,
      '"/v1/toys/" + key("bear") + "/parts"',
    ],
    [
      "JSON in a parameter",
      "/toys",
      "{ name: q, in: query, required: true, content: { application/json: { schema: { type: object, properties: { a: { type: integer } } }, example: { a: 5 } } } }",
      "json({ a: 5 })",
    ],
  ])("%s", async (_, path, parameters, expected) => {
    const { diagnostics } = await compile({
      openapiPath: "api.yaml",
      readText: (file) => (file === "api.yaml" ? api(path, parameters) : undefined),
    });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(scriptOf(await emit({ "api.yaml": api(path, parameters) }), "toys")).toContain(expected);
  });

  it("a file that only an example named still says what is wrong with it when a schema needs it", async () => {
    const parameters = `{ name: q, in: query, ${text}, examples: { a: { $ref: "more.yaml#/x" } } }, { name: r, in: query, schema: { $ref: "more.yaml#/y" } }`;
    const files: Readonly<Record<string, string>> = {
      "api.yaml": api("/toys", parameters),
      "more.yaml": "x: {value: 1\ny: [",
    };
    const { diagnostics } = await compile({ openapiPath: "api.yaml", readText: (file) => files[file] });
    expect(diagnostics.filter(({ severity }) => severity === "error").map(({ span }) => span.file)).toContain(
      "more.yaml",
    );
  });
});
