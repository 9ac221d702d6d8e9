const problem = { type: "object", required: ["error"], properties: { error: { type: "string" } } };
const error = (description: string) => ({ description, content: { "application/json": { schema: problem } } });
const errors = (...statuses: readonly string[]) =>
  Object.fromEntries(statuses.map((status) => [status, error(`answer ${status}`)]));
const fields = {
  quantity: { type: "integer", minimum: 1, maximum: 100 },
  note: { type: "string", minLength: 1, maxLength: 40 },
  kind: { type: "string", enum: ["gift", "sale"] },
  isUrgent: { type: "boolean" },
};
const order = { type: "object", required: ["id"], properties: { id: { type: "integer" }, ...fields } };
const reply = (description: string) => ({ description, content: { "application/json": { schema: order } } });
const body = (required: readonly string[]) => ({
  required: true,
  content: {
    "application/json": { schema: { type: "object", required, properties: fields, additionalProperties: false } },
  },
});
const security = [{ token: ["orders:write"] }];
const limit = { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 50 } };

/** A service with everything that an attack looks at: parameters, bodies, credentials and documented errors. */
export const attackedSpec = {
  openapi: "3.1.0",
  info: { title: "Attacked", version: "1.0.0" },
  paths: {
    "/orders": {
      get: {
        tags: ["orders"],
        operationId: "listOrders",
        parameters: [limit],
        responses: {
          "200": { description: "ok", content: { "application/json": { schema: { type: "array", items: order } } } },
          ...errors("400"),
        },
      },
      post: {
        tags: ["orders"],
        operationId: "createOrder",
        security,
        requestBody: body(["quantity", "note"]),
        responses: { "201": reply("made"), ...errors("400", "401", "403", "415") },
      },
    },
    "/orders/{orderId}": {
      parameters: [{ name: "orderId", in: "path", required: true, schema: { type: "integer", minimum: 1 } }],
      get: {
        tags: ["orders"],
        operationId: "getOrder",
        responses: { "200": reply("ok"), ...errors("400", "404") },
      },
      patch: {
        tags: ["orders"],
        operationId: "updateOrder",
        security,
        requestBody: body([]),
        responses: { "200": reply("ok"), ...errors("400", "401", "403", "404", "415") },
      },
      delete: {
        tags: ["orders"],
        operationId: "deleteOrder",
        security,
        responses: { "204": { description: "gone" }, ...errors("400", "401", "403", "404") },
      },
    },
  },
  components: {
    securitySchemes: {
      token: {
        type: "oauth2",
        flows: { clientCredentials: { tokenUrl: "/token", scopes: { "orders:write": "all" } } },
      },
    },
  },
} as const;
