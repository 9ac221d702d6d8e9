import { describe, expect, test } from "vitest";
import { compile } from "../compile";
import { canonicalJson } from "./canonical-json";

/** Which slices an edit changes: what a golden of one state cannot say. */
const openapi = `
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: /v1}]
paths:
  # Two resources and what they share.
  /orders:
    get:
      operationId: listOrders
      tags: [orders]
      summary: List orders
      parameters: [{name: limit, in: query, schema: {type: integer, maximum: 10}}]
      responses: {"200": {description: Orders., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Order'}}}}}}
  /items:
    post:
      operationId: createItem
      tags: [items]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
      responses: {"204": {description: Done.}}
  /customers/{id}:
    get:
      operationId: getCustomer
      tags: [customers]
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"200": {description: A customer., content: {application/json: {schema: {type: object, properties: {id: {type: integer}, city: {type: string}}}}}}}
components:
  schemas:
    Money: {type: integer, minimum: 0, title: Money}
    Order: {type: object, required: [id, total], properties: {id: {type: integer}, total: {$ref: '#/components/schemas/Money'}}}
    Item: {type: object, required: [sku, price], properties: {sku: {type: string, maxLength: 9}, price: {$ref: '#/components/schemas/Money'}}}
`;
const sql = `
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE FUNCTION check_item() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE customers (id int PRIMARY KEY, city text NOT NULL, street text NOT NULL);
CREATE TABLE orders (id int PRIMARY KEY, total int NOT NULL, customer_id int NOT NULL REFERENCES customers, kind kind NOT NULL);
CREATE TABLE items (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, sku varchar(9) NOT NULL, price int NOT NULL, note text);
CREATE INDEX ON customers (street);
CREATE INDEX ON orders (total) WHERE kind = 'a';
CREATE TRIGGER check_item BEFORE INSERT ON items FOR EACH ROW EXECUTE FUNCTION check_item();
CREATE TABLE lonely (id int PRIMARY KEY);
`;

describe("an edit of the description changes the slices of", () => {
  test.each<[string, string, string, readonly string[]]>([
    ["an operation", "maximum: 10", "maximum: 20", ["orders"]],
    ["a schema that two resources reach", "minimum: 0", "minimum: 1", ["items", "orders"]],
    ["a schema of one resource", "maxLength: 9", "maxLength: 8", ["items"]],
    ["the base path", "url: /v1", "url: /v2", ["customers", "items", "orders"]],
    ["a title", "title: Shop", "title: Store", []],
    ["a schema's title", "title: Money", "title: Cents", []],
    ["a summary", "summary: List orders", "summary: Orders", []],
    ["a comment", "# Two resources and what they share.", "", []],
    [
      "the order of keys",
      "tags: [orders]\n      summary: List orders",
      "summary: List orders\n      tags: [orders]",
      [],
    ],
    ["the order of required names", "required: [id, total]", "required: [total, id]", []],
    ["a component that nobody reaches", "schemas:\n", "schemas:\n    Unused: {type: string}\n", []],
    ["a new resource", "paths:\n", "paths:\n  /carts: {get: {operationId: listCarts, responses: {}}}\n", ["carts"]],
    ["an operation's security", "tags: [items]", "tags: [items]\n      security: [{}]", ["items"]],
  ])("%s", async (_name, from, to, expected) => {
    expect(await changed({ openapi: replaced(openapi, from, to) })).toEqual(expected);
  });

  test("a removed resource is gone, the others are the same", async () => {
    const start = openapi.indexOf("  /items:");
    const end = openapi.indexOf("  /customers/{id}:");
    expect(await changed({ openapi: openapi.slice(0, start) + openapi.slice(end) })).toEqual(["items"]);
  });

  test("the same in JSON", async () => {
    const { parse } = await import("yaml");
    expect(await changed({ openapi: JSON.stringify(parse(openapi)) })).toEqual([]);
  });
});

describe("an edit of the schema changes the slices of", () => {
  test.each<[string, string, string, readonly string[]]>([
    ["a column that one resource reads", "city text NOT NULL", "city varchar(40) NOT NULL", ["customers"]],
    ["a column that a reading resource does not use", "street text NOT NULL", "street text", []],
    ["a column of a written table that no property names", "note text", "note text NOT NULL DEFAULT ''", ["items"]],
    ["an index on a column that is not used", "ON customers (street)", "ON customers (street DESC)", []],
    ["a partial index on a column that is read", "WHERE kind = 'a'", "WHERE kind = 'b'", ["orders"]],
    ["an enum of a column that is not used", "('a', 'b')", "('a', 'b', 'c')", []],
    ["a trigger's function", "BEGIN RETURN NEW; END", "BEGIN NEW.note := ''; RETURN NEW; END", ["items"]],
    ["a table that no operation touches", "TABLE lonely (id int", "TABLE lonely (id bigint", []],
    ["letter case, spaces and comments", "sku varchar(9) NOT NULL", "SKU   VARCHAR (9)\n NOT NULL -- yes\n", []],
    ["the order of statements", "CREATE TABLE lonely (id int PRIMARY KEY);\n", "", []],
    ["a new check", "price int NOT NULL", "price int NOT NULL CHECK (price > 0)", ["items"]],
  ])("%s", async (_name, from, to, expected) => {
    expect(await changed({ sql: replaced(sql, from, to) })).toEqual(expected);
  });
});

test("with a slice for each operation, the slices are named after them", async () => {
  const { slices } = await read({}, "operation");
  expect(slices.map((one) => one.resource)).toEqual(["createItem", "getCustomer", "listOrders"]);
});

interface Sources {
  readonly openapi?: string;
  readonly sql?: string;
}

function replaced(text: string, from: string, to: string): string {
  expect(text).toContain(from);
  return text.replace(from, to);
}

async function read(sources: Sources, granularity: "resource" | "operation" = "resource") {
  const files: Readonly<Record<string, string>> = {
    "openapi.yaml": sources.openapi ?? openapi,
    "schema.sql": sources.sql ?? sql,
  };
  return compile({
    openapiPath: "openapi.yaml",
    sqlPaths: ["schema.sql"],
    readText: (path) => files[path],
    granularity,
  });
}

/** Names of the slices that are new, gone or different. */
async function changed(sources: Sources): Promise<readonly string[]> {
  const [before, after] = await Promise.all([read({}), read(sources)]);
  const text = ({ slices }: typeof before) => new Map(slices.map((one) => [one.resource, canonicalJson(one.content)]));
  const [old, now] = [text(before), text(after)];
  return [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name)).sort();
}
