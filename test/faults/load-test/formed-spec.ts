const problem = { type: "object", required: ["error"], properties: { error: { type: "object" } } };
const error = (description: string) => ({ description, content: { "application/json": { schema: problem } } });
const errors = (...statuses: readonly string[]) =>
  Object.fromEntries(statuses.map((status) => [status, error(`answer ${status}`)]));
const address = {
  type: "object",
  required: ["city"],
  additionalProperties: false,
  properties: { city: { type: "string", maxLength: 10 }, zip: { type: "integer", minimum: 1 } },
};
const order = { type: "object", required: ["id"], properties: { id: { type: "integer" } } };
const reply = (schema: object) => ({ description: "ok", content: { "application/json": { schema } } });
const who = { "200": reply({ type: "object" }), ...errors("400", "401", "403") };
const secretId = { name: "secretId", in: "path", required: true, schema: { type: "integer", minimum: 1 } };

/** A service of forms, files, objects in the query, API keys and passwords. */
export const formedSpec = {
  openapi: "3.0.3",
  info: { title: "Formed", version: "1.0.0" },
  paths: {
    "/orders": {
      post: {
        tags: ["orders"],
        operationId: "createOrder",
        requestBody: {
          required: true,
          content: {
            "application/x-www-form-urlencoded": {
              schema: {
                type: "object",
                required: ["quantity", "note"],
                additionalProperties: false,
                properties: {
                  quantity: { type: "integer", minimum: 1, maximum: 100 },
                  note: { type: "string", minLength: 1, maxLength: 40 },
                  kind: { type: "string", enum: ["gift", "sale"] },
                  mail: { type: "string", format: "email" },
                  isUrgent: { type: "boolean" },
                  tags: { type: "array", items: { type: "string", pattern: "^[a-z]+$" }, maxItems: 3 },
                  ids: { type: "array", items: { type: "integer" }, maxItems: 3 },
                  address,
                  home: address,
                },
              },
              encoding: { address: { style: "deepObject", explode: true }, ids: { style: "form", explode: false } },
            },
          },
        },
        responses: { "201": reply(order), ...errors("400", "413", "415") },
      },
      get: {
        tags: ["orders"],
        operationId: "listOrders",
        parameters: [
          {
            name: "filter",
            in: "query",
            style: "deepObject",
            explode: true,
            required: true,
            schema: {
              type: "object",
              required: ["from"],
              additionalProperties: false,
              properties: {
                from: { type: "integer", minimum: 1 },
                note: { type: "string", maxLength: 5 },
                place: address,
              },
            },
          },
        ],
        responses: { "200": reply({ type: "array", items: order }), ...errors("400") },
      },
    },
    "/orders/photos": {
      post: {
        tags: ["orders"],
        operationId: "uploadPhoto",
        requestBody: {
          required: true,
          content: {
            "multipart/form-data": {
              schema: {
                type: "object",
                required: ["title", "photo"],
                additionalProperties: false,
                properties: {
                  title: { type: "string", maxLength: 10 },
                  count: { type: "integer", minimum: 1 },
                  photo: { type: "string", format: "binary", maxLength: 100 },
                  home: address,
                },
              },
            },
          },
        },
        responses: { "201": reply(order), ...errors("400", "413", "415") },
      },
    },
    "/orders/by-key": { get: { tags: ["orders"], operationId: "byKey", security: [{ key: [] }], responses: who } },
    "/orders/by-query": {
      get: { tags: ["orders"], operationId: "byQuery", security: [{ queryKey: [] }], responses: who },
    },
    "/orders/by-login": {
      get: { tags: ["orders"], operationId: "byLogin", security: [{ login: [] }], responses: who },
    },
    "/orders/by-any": {
      get: {
        tags: ["orders"],
        operationId: "byAny",
        security: [{ token: [] }, { key: [] }, { login: [] }],
        responses: who,
      },
    },
    "/vault": { get: { tags: ["vault"], operationId: "readVault", security: [{ key: [] }], responses: who } },
    "/orders/secrets/{secretId}": {
      delete: {
        tags: ["orders"],
        operationId: "deleteSecret",
        security: [{ cookieKey: [] }],
        parameters: [secretId],
        responses: { "204": { description: "gone" }, ...errors("400", "401", "403", "404") },
      },
    },
  },
  components: {
    securitySchemes: {
      key: { type: "apiKey", in: "header", name: "X-Key" },
      queryKey: { type: "apiKey", in: "query", name: "key" },
      cookieKey: { type: "apiKey", in: "cookie", name: "session" },
      login: { type: "http", scheme: "basic" },
      token: { type: "http", scheme: "bearer" },
    },
  },
} as const;
