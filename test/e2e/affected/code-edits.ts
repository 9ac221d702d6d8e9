import { app, type Edit, everyResource, type Files, schema, spec } from "./edit";

const edit = (name: string, expected: readonly string[], apply: (files: Files) => void): Edit => ({
  name,
  expected,
  apply,
});
const sql = (name: string, expected: readonly string[], before: string, after: string): Edit =>
  edit(name, expected, (files) => files.replace(schema, before, after));
const touch = (name: string, expected: readonly string[], path: string): Edit =>
  edit(name, expected, (files) => files.append(path, "export const touched = true;\n"));

const source = `${app}/src`;
const handlers = (resource: string): string => `${source}/resources/${resource}/handlers`;

export const schemaEdits: readonly Edit[] = [
  sql("a column of one resource", ["orders"], "note text", "note varchar(200)"),
  sql("a new column of a table that is written", ["products"], "weight integer", "weight integer,\n  colour text"),
  sql("a default", ["orders"], "DEFAULT 'open'", "DEFAULT 'paid'"),
  sql("NOT NULL", ["products"], "weight integer", "weight integer NOT NULL DEFAULT 0"),
  sql("an index", ["orders"], "ON orders (customer_id)", "ON orders (customer_id, status)"),
  edit("a new index", ["products"], (files) => files.append(schema, "CREATE INDEX ON products (name);\n")),
  edit("a check", ["customers"], (files) =>
    files.append(schema, "ALTER TABLE customers ADD CHECK (email LIKE '%@%');\n"),
  ),
  sql("a unique constraint", ["products"], "name text NOT NULL", "name text NOT NULL UNIQUE"),
  sql(
    "what a foreign key does",
    ["orders"],
    "REFERENCES customers (id)",
    "REFERENCES customers (id) ON DELETE CASCADE",
  ),
  sql("a column that a read resource reads", ["reviews"], "body text NOT NULL", "body varchar(500) NOT NULL"),
  sql("a column that no operation reads", [], "internal_score integer", "internal_score bigint"),
  sql("a table that nobody touches", [], "entry text NOT NULL", "entry text NOT NULL,\n  at timestamptz"),
  edit("a new table that nobody touches", [], (files) =>
    files.append(schema, "CREATE TABLE spare (id integer PRIMARY KEY);\n"),
  ),
  edit("a new table that an operation is about", ["invoices"], (files) =>
    files.append(schema, "CREATE TABLE invoices (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY);\n"),
  ),
  edit("a migration alone", [], (files) =>
    files.write("specs/db/migrations/20240101000000_more.up.sql", "CREATE TABLE more (id integer);\n"),
  ),
];

export const codeEdits: readonly Edit[] = [
  touch("a handler", ["orders"], `${handlers("orders")}/listOrders.ts`),
  touch("a handler of another resource", ["status"], `${handlers("status")}/getStatus.ts`),
  touch("a handler that was made under another tag", ["reviews"], `${handlers("products")}/getReview.ts`),
  edit("a new file beside handlers", ["customers"], (files) =>
    files.write(`${handlers("customers")}/normalise-email.ts`, "export {};\n"),
  ),
  touch("a file of one resource that its handler imports", ["orders"], `${source}/resources/orders/rules/limits.ts`),
  touch("a shared file that one handler imports", ["orders"], `${source}/discounts.ts`),
  touch("a shared file that two handlers import", ["orders", "products"], `${source}/shared/tax.ts`),
  touch("a shared file that another shared file imports", ["orders", "products"], `${source}/shared/rounding.ts`),
  touch("a shared file that the server imports", everyResource, `${source}/clock.ts`),
  edit("a file that may be read at run time", everyResource, (files) =>
    files.append(`${source}/greeting.txt.hbs`, "!"),
  ),
  touch("the server", everyResource, `${source}/server.ts`),
  touch("an imported library, through tsconfig paths", ["orders"], "libs/pricing/src/index.ts"),
  touch("a library that an imported library imports", ["orders"], "libs/currency/src/index.ts"),
  touch("an imported workspace package", ["customers"], "packages/geo/src/index.ts"),
  touch("a library that nobody imports", [], "libs/unrelated/src/index.ts"),
  edit("the configuration of an imported library", ["orders"], (files) =>
    files.write("libs/pricing/project.json", '{ "name": "pricing", "tags": ["core"] }\n'),
  ),
  edit("a handler that imports one library more", ["reviews"], (files) =>
    files.append(`${handlers("reviews")}/listReviews.ts`, 'import "@corner/pricing";\n'),
  ),
  edit("a type import is no dependency: the library behind it", ["customers"], (files) =>
    files.append("packages/geo/src/index.ts", "export type Point = [number, number];\n"),
  ),
];

export const combinedEdits: readonly Edit[] = [
  edit("a handler and a text", ["status"], (files) => {
    files.append(`${handlers("status")}/getStatus.ts`, "export const more = 1;\n");
    files.replace(spec, "title: Corner shop", "title: Shop");
  }),
  edit("a schema and a column of two resources", ["products", "reviews"], (files) => {
    files.replace(schema, "weight integer", "weight bigint");
    files.replace(spec, "body: { type: string }", "body: { type: string, minLength: 1 }");
  }),
  edit("a library and a new resource", ["carts", "orders"], (files) => {
    files.append("libs/pricing/src/index.ts", "export const more = 1;\n");
    files.replace(
      spec,
      "components:\n  parameters:",
      "  /carts:\n    get: { operationId: listCarts, tags: [carts], responses: { '204': { description: No } } }\ncomponents:\n  parameters:",
    );
  }),
  edit("two resources, one removed, one text", ["orders"], (files) => {
    files.cut(spec, "  /status:\n", "components:\n");
    files.replace(
      spec,
      "state.\n          schema: { type: string, enum: [open, paid] }",
      "state.\n          schema: { type: string, enum: [open] }",
    );
    files.replace(spec, "title: Corner shop", "title: Shop");
  }),
];
