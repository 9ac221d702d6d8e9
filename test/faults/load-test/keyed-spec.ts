const row = {
  type: "object",
  required: ["id"],
  properties: { id: { type: "integer" }, name: { type: "string" } },
  additionalProperties: { type: "integer" },
};
const problem = { type: "object", required: ["error"], properties: { error: { type: "object" } } };
const error = (description: string) => ({ description, content: { "application/json": { schema: problem } } });
const errors = (...statuses: readonly string[]) =>
  Object.fromEntries(statuses.map((status) => [status, error(`answer ${status}`)]));
const reply = (schema: object) => ({ description: "ok", content: { "application/json": { schema } } });
const body = {
  required: true,
  content: {
    "application/json": {
      schema: {
        type: "object",
        required: ["name"],
        additionalProperties: false,
        properties: { name: { type: "string", minLength: 1, maxLength: 40 } },
      },
    },
  },
};
const itemId = { name: "itemId", in: "path", required: true, schema: { type: "integer", minimum: 1 } };

/** A service that only keys open: in a header, in the query, in a cookie, a password, and a token of another issuer. */
export const keyedSpec = {
  openapi: "3.1.0",
  info: { title: "Keyed", version: "1.0.0" },
  paths: {
    "/items": {
      get: { tags: ["items"], operationId: "listItems", responses: { "200": reply({ type: "array", items: row }) } },
      post: {
        tags: ["items"],
        operationId: "createItem",
        security: [{ admin: [] }],
        requestBody: body,
        responses: { "201": reply(row), ...errors("400", "401", "403", "415") },
      },
    },
    "/items/{itemId}": {
      parameters: [itemId],
      get: {
        tags: ["items"],
        operationId: "getItem",
        security: [{ "query.key": [] }],
        responses: { "200": reply(row), ...errors("400", "401", "403", "404") },
      },
      put: {
        tags: ["items"],
        operationId: "renameItem",
        security: [{ admin: [], session: [] }],
        requestBody: body,
        responses: { "200": reply(row), ...errors("400", "401", "403", "404", "415") },
      },
      delete: {
        tags: ["items"],
        operationId: "deleteItem",
        security: [{ login: [] }],
        responses: { "204": { description: "gone" }, ...errors("400", "401", "403", "404") },
      },
    },
    "/notes": {
      post: {
        tags: ["notes"],
        operationId: "createNote",
        security: [{ login: [] }, { token: [] }],
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: {
                type: "object",
                required: ["itemId"],
                additionalProperties: false,
                properties: { itemId: { type: "integer", minimum: 1 } },
              },
            },
          },
        },
        responses: { "201": reply(row), ...errors("400", "401", "403", "415") },
      },
    },
  },
  components: {
    securitySchemes: {
      admin: { type: "apiKey", in: "header", name: "X-Admin-Key" },
      "query.key": { type: "apiKey", in: "query", name: "api_key" },
      session: { type: "apiKey", in: "cookie", name: "session" },
      login: { type: "http", scheme: "basic" },
      token: { type: "http", scheme: "bearer" },
    },
  },
} as const;
