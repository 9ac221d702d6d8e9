function collection(name: string, item: string) {
  const row = { type: "object", required: ["id"], properties: { id: { type: "integer" }, name: { type: "string" } } };
  const reply = (data: object) => ({
    description: "ok",
    content: { "application/json": { schema: { type: "object", required: ["data"], properties: { data } } } },
  });
  const security = [{ token: [] }];
  const id = { name: `${item}Id`, in: "path", required: true, schema: { type: "integer" } };
  const operation = (verb: string, plural = false) => ({
    tags: [name],
    operationId: `${verb}${item.charAt(0).toUpperCase()}${item.slice(1)}${plural ? "s" : ""}`,
  });
  return {
    [`/${name}`]: {
      get: { ...operation("list", true), responses: { "200": reply({ type: "array", items: row }) } },
      post: {
        ...operation("create"),
        security,
        requestBody: {
          required: true,
          content: {
            "application/json": {
              schema: { type: "object", required: ["name"], properties: { name: { type: "string", maxLength: 40 } } },
            },
          },
        },
        responses: { "201": reply(row) },
      },
    },
    [`/${name}/{${item}Id}`]: {
      parameters: [id],
      get: { ...operation("get"), responses: { "200": reply(row), "404": { description: "none" } } },
      delete: { ...operation("delete"), security, responses: { "204": { description: "gone" } } },
    },
  };
}

export const tinySpec = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Tiny", version: "1.0.0" },
  paths: { ...collection("items", "item"), ...collection("labels", "label") },
  components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
});
