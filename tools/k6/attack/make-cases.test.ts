import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../report/json";
import { type ApiDocument, operationMatcher, operationsOf } from "./api-document";
import type { Seed } from "./attack-case";
import { makeCases } from "./make-cases";
import { oracleFor } from "./oracle";

const circle = {
  type: "object",
  required: ["kind", "radius"],
  properties: { kind: { const: "circle" }, radius: { type: "number", exclusiveMinimum: 0 } },
};
const square = {
  type: "object",
  required: ["kind", "side"],
  properties: { kind: { const: "square" }, side: { type: "number", multipleOf: 0.5 } },
};
const shape = {
  type: "object",
  required: ["id", "form", "tags"],
  additionalProperties: false,
  properties: {
    id: { type: "string", readOnly: true },
    form: { oneOf: [{ $ref: "#/components/schemas/Circle" }, { $ref: "#/components/schemas/Square" }] },
    tags: {
      type: "array",
      items: { type: "string", pattern: "^[a-z]+$" },
      minItems: 1,
      maxItems: 2,
      uniqueItems: true,
    },
    owner: { type: "string", format: "email" },
    size: { type: "integer", minimum: 1, maximum: 9 },
    note: { type: ["string", "null"] },
  },
};

const document: ApiDocument = {
  servers: [{ url: "/v1" }],
  paths: {
    "/shapes": {
      post: {
        operationId: "createShape",
        security: [{ token: [] }],
        parameters: [
          { name: "mode", in: "query", required: true, schema: { enum: ["dry", "wet"] } },
          { name: "X-Trace", in: "header", schema: { type: "string", maxLength: 8 } },
          { name: "visits", in: "cookie", schema: { type: "integer" } },
        ],
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Shape" } } },
        },
        responses: { "201": {} },
      },
    },
    "/shapes/mine": { get: { operationId: "getMine", responses: {} } },
    "/shapes/{shapeId}": {
      get: {
        operationId: "getShape",
        parameters: [{ name: "shapeId", in: "path", required: true, schema: { type: "string", format: "uuid" } }],
        responses: {},
      },
    },
  },
  components: {
    schemas: { Shape: shape, Circle: circle, Square: square } as unknown as ApiDocument["components"]["schemas"],
  },
};
const value = { form: { kind: "circle", radius: 1 }, tags: ["a"], owner: "a@b.example", size: 3, note: "n" };
const seeds: readonly Seed[] = [
  {
    operation: "createShape",
    request: {
      method: "POST",
      target: "/v1/shapes?mode=dry",
      headers: [["Content-Type", "application/json"]],
      body: Buffer.from(JSON.stringify(value)),
    },
    status: 201,
  },
  {
    operation: "getShape",
    request: { method: "GET", target: "/v1/shapes/0b0f5d0c-3a5b-4c6e-9f53-b6a7f0a1c111", headers: [] },
    status: 200,
  },
];
const oracle = oracleFor(document);
const make = () => makeCases(document, oracle, operationsOf(document), seeds, { token: "", keys: [], faulty: {} });

describe("makeCases", () => {
  const { cases } = make();
  const named = new Map(cases.map((one) => [`${one.operation} ${one.name}`, one]));

  it.each([
    "createShape body.form: missing",
    "createShape body.form: none of oneOf",
    "createShape body.form.radius: at exclusiveMinimum",
    "createShape body.tags: fewer than minItems",
    "createShape body.tags: more than maxItems",
    "createShape body.tags: the same item twice",
    "createShape body.tags[0]: against its pattern",
    "createShape body.owner: no email",
    "createShape body.size: a fraction",
    "createShape body.size: below minimum",
    "createShape body.size: above maximum",
    "createShape body.size: beyond 64 bits",
    'createShape body.size: "3" for integer',
    "createShape body.size: null for integer",
    "createShape body.note: 42 for string or null",
    "createShape body: an unknown property",
    "createShape body: __proto__",
    "createShape body: cut off",
    "createShape query.mode: missing",
    "createShape query.mode: not among its values",
    "createShape header.X-Trace: longer than maxLength",
    "createShape cookie.visits: a text for a number",
    "getShape path.shapeId: no uuid",
    "getShape path.shapeId: ..%2f",
    "getShape path.shapeId: %00",
    "getShape method: POST, which the path does not have",
  ])("has %s", (name) => {
    expect(named.has(name)).toBe(true);
  });

  it("calls wrong only what the oracle refuses", () => {
    const validate = oracle.request(document.components.schemas.Shape ?? true);
    const bodies = cases.filter((one) => one.class === "body" && one.expected.kind === "refused");
    expect(bodies.length).toBeGreaterThan(30);
    for (const one of bodies)
      expect(validate?.(JSON.parse(one.request.body?.toString() ?? "") as JsonValue), one.name).toBe(false);
  });

  it("neither asks for what is readOnly nor sends it", () => {
    expect([...named.keys()].filter((name) => name.includes("body.id"))).toEqual([]);
  });

  it("asks only for survival where the description allows a text", () => {
    expect(named.get("createShape body.note: SQL injection")?.expected).toEqual({ kind: "survived" });
    expect(named.get("createShape body.owner: SQL injection")?.expected.kind).toBe("refused");
    expect(named.get("createShape body.size: at maximum")?.expected).toEqual({ kind: "survived" });
  });

  it("changes one thing only", () => {
    const { radius, ...rest } = value.form;
    const one = named.get("createShape body.form.radius: at exclusiveMinimum");
    expect(JSON.parse(one?.request.body?.toString() ?? "")).toEqual({ ...value, form: { ...rest, radius: 0 } });
    expect(one?.request.target).toBe("/v1/shapes?mode=dry");
    expect(named.get("createShape query.mode: missing")?.request.target).toBe("/v1/shapes");
    expect(radius).toBe(1);
  });

  it("makes the same again", () => {
    const shown = (list: ReturnType<typeof make>) =>
      list.cases.map((one) => [one.name, one.request.target, one.request.body?.toString("base64")]);
    expect(shown(make())).toEqual(shown(make()));
  });
});

describe("operationMatcher", () => {
  const match = operationMatcher(operationsOf(document));
  it.each([
    ["GET", "/v1/shapes/mine?x=1", "getMine"],
    ["GET", "/v1/shapes/7", "getShape"],
    ["POST", "/v1/shapes", "createShape"],
    ["GET", "/v1/other", undefined],
  ])("knows %s %s", (method, target, id) => {
    expect(match(method, target)?.id).toBe(id);
  });
});
