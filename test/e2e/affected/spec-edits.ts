import { type Edit, everyResource, spec } from "./edit";

const edit = (name: string, expected: readonly string[], before: string, after: string): Edit => ({
  name,
  expected,
  apply: (files) => files.replace(spec, before, after),
});

const without = (name: string, expected: readonly string[], from: string, to: string): Edit => ({
  name,
  expected,
  apply: (files) => files.cut(spec, from, to),
});

const withMoney = ["invoices", "orders", "products"];
const withProblem = everyResource.filter((resource) => resource !== "status");

/** Edits of a description that change what an operation means. */
export const specEdits: readonly Edit[] = [
  edit(
    "an enum of a parameter",
    ["orders"],
    "state.\n          schema: { type: string, enum: [open, paid] }",
    "state.\n          schema: { type: string, enum: [open, paid, sent] }",
  ),
  edit("a parameter of two operations", ["orders", "products"], "minimum: 1, maximum: 100", "minimum: 1, maximum: 50"),
  edit(
    "a new parameter",
    ["reviews"],
    "operationId: listReviews\n      tags: [reviews]",
    "operationId: listReviews\n      tags: [reviews]\n      parameters: [{ name: q, in: query, schema: { type: string } }]",
  ),
  edit(
    "a path parameter",
    ["customers"],
    "{ name: customerId, in: path, required: true, schema: { type: integer } }",
    "{ name: customerId, in: path, required: true, schema: { type: integer, minimum: 1 } }",
  ),
  edit(
    "a new operation of a resource",
    ["status"],
    "components:\n  parameters:",
    "  /status/history:\n    get: { operationId: getHistory, tags: [status], responses: { '204': { description: No } } }\ncomponents:\n  parameters:",
  ),
  edit(
    "an example of a request",
    ["orders"],
    'schema: { $ref: "#/components/schemas/NewOrder" }',
    'schema: { $ref: "#/components/schemas/NewOrder" }\n            example: { customerId: 1, status: paid }',
  ),
  without("a removed operation", ["orders"], "  /orders/{orderId}:\n", "  /products:\n"),
  edit("a renamed operation", ["invoices"], "operationId: listInvoices", "operationId: findInvoices"),
  edit("another path", ["status"], "  /status:\n", "  /health:\n"),
  edit(
    "another method",
    ["status"],
    "    get:\n      operationId: getStatus",
    "    put:\n      operationId: getStatus",
  ),
  edit(
    "the only operation of a resource, moved to another one",
    ["customers"],
    "tags: [invoices]",
    "tags: [customers]",
  ),
  edit(
    "a new resource",
    ["carts"],
    "components:\n  parameters:",
    "  /carts:\n    get: { operationId: listCarts, tags: [carts], responses: { '204': { description: No } } }\ncomponents:\n  parameters:",
  ),
  without("a removed resource", [], "  /status:\n", "components:\n"),
  {
    name: "a removed resource and an edit of another",
    expected: ["customers"],
    apply: (files) => {
      files.cut(spec, "  /reviews:\n", "  /status:\n");
      files.replace(spec, "street: { type: string }", "street: { type: string, minLength: 1 }");
    },
  },

  // Bodies, responses, schemas
  edit(
    "a property of a body",
    ["products"],
    "name: { type: string, maxLength: 80 }",
    "name: { type: string, maxLength: 90 }",
  ),
  edit(
    "a body that is no longer required",
    ["customers"],
    "security: [{ key: [] }]\n      requestBody:\n        required: true",
    "security: [{ key: [] }]\n      requestBody:\n        required: false",
  ),
  edit(
    "a response header",
    ["orders"],
    "description: How many there are\n              schema: { type: integer }",
    "description: How many there are\n              schema: { type: integer, minimum: 0 }",
  ),
  edit(
    "a new status of a response",
    ["products"],
    'operationId: listProducts\n      tags: [products]\n      parameters:\n        - $ref: "#/components/parameters/Limit"\n      responses:',
    'operationId: listProducts\n      tags: [products]\n      parameters:\n        - $ref: "#/components/parameters/Limit"\n      responses:\n        "404": { description: None }',
  ),
  edit(
    "a schema of three resources, through others",
    withMoney,
    "minLength: 3, maxLength: 3",
    "minLength: 2, maxLength: 3",
  ),
  edit("a required property of that schema", withMoney, "required: [amount, currency]", "required: [amount]"),
  edit("a schema in the middle of the way", ["invoices"], "required: [productId, price]", "required: [price]"),
  edit("a schema of one resource, through another", ["customers"], "required: [street]", "required: [city, street]"),
  edit("a schema of one resource", ["reviews"], "body: { type: string }", "body: { type: string, maxLength: 500 }"),
  edit("the schema of errors", withProblem, "required: [message]", "required: []"),
  edit("a schema that nothing uses", [], "nothing: { type: string }", "nothing: { type: integer }"),
  edit("a new schema that nothing uses", [], "    Unused:\n", "    Spare: { type: string }\n    Unused:\n"),
  edit(
    "a removed schema that nothing used",
    [],
    "    Unused:\n      type: object\n      properties:\n        nothing: { type: string }\n",
    "",
  ),
  edit(
    "an inline schema",
    ["status"],
    "open: { type: boolean }",
    "open: { type: boolean }\n                  since: { type: string, format: date-time }",
  ),
  edit(
    "a reference instead of an inline schema that means the same",
    [],
    'schema: { type: array, items: { $ref: "#/components/schemas/Review" } }',
    'schema: { items: { $ref: "#/components/schemas/Review" }, type: array }',
  ),

  // Security and servers
  edit("a security scheme of one resource", ["customers"], "name: X-Key", "name: X-Api-Key"),
  edit(
    "a security scheme of two resources",
    ["orders", "products"],
    "bearer: { type: http, scheme: bearer, bearerFormat: JWT }",
    "bearer: { type: http, scheme: basic }",
  ),
  edit("a security scheme that nothing uses", [], "    key: {", "    spare: { type: http, scheme: basic }\n    key: {"),
  edit(
    "the security of one operation",
    ["status"],
    "summary: Whether the shop",
    "security: [{ key: [] }]\n      summary: Whether the shop",
  ),
  edit(
    "the default security",
    ["customers", "invoices", "orders", "products", "reviews", "status"],
    "security: []",
    "security: [{ key: [] }]",
  ),
  edit("the path of the server", everyResource, "url: http://localhost:3000/v1", "url: http://localhost:3000/v2"),
  edit("the host of the server", [], "url: http://localhost:3000/v1", "url: http://127.0.0.1:3001/v1"),
];
