import { expect, test } from "vitest";
import { emit, load } from "../conformance/json-schema/service-of";

const describing = (openapi: string, schema: object) =>
  new Map([
    [
      "openapi.json",
      JSON.stringify({
        openapi,
        info: { title: "Bytes", version: "1" },
        paths: {
          "/": {
            post: {
              operationId: "check",
              requestBody: { required: true, content: { "application/json": { schema } } },
              responses: { "204": { description: "Valid." } },
            },
          },
        },
      }),
    ],
  ]);

/** docs/decisions/0347-base64-is-checked-as-a-format.md */
test.each(["3.0.3", "3.1.0"])("format: byte is checked, in %s", async (openapi) => {
  const emission = await emit("openapi.json", describing(openapi, { type: "string", format: "byte" }));
  expect(emission.diagnostics).toEqual([]);
  if (emission.kind === "refused") return;
  const read = (await load(new Map([["bytes", emission.files]]))).get("bytes")?.get("check");
  expect(await read?.('"Zm9vYg=="')).toEqual([]);
  expect(await read?.('"Zm9vYg"')).toEqual([{ field: "body", message: 'must match format "byte"' }]);
});

test("contentEncoding is told to be unchecked, where nothing else checks it", async () => {
  const schema = { type: "string", contentEncoding: "base64" };
  const { diagnostics } = await emit("openapi.json", describing("3.1.0", schema));
  expect(diagnostics.map(({ code, span, hint }) => [code, span.column > 1, hint.includes("pattern")])).toEqual([
    ["openapi/unsupported-feature", true, true],
  ]);
  for (const more of [{ pattern: "^[A-Za-z0-9+/]*=*$" }, { format: "byte" }]) {
    expect((await emit("openapi.json", describing("3.1.0", { ...schema, ...more }))).diagnostics).toEqual([]);
  }
});
