import { expect, test } from "vitest";
import { readOpenapi } from "./read-openapi";

function codesOf(length: number, link: (next: object) => object): readonly string[] {
  const reference = (index: number) => ({ $ref: `#/components/schemas/S${index}` });
  const schemas = Object.fromEntries(
    Array.from({ length }, (_, index) => [`S${index}`, index + 1 < length ? link(reference(index + 1)) : {}]),
  );
  const content = { "application/json": { schema: reference(0) } };
  const description = {
    openapi: "3.1.0",
    info: { title: "a", version: "1" },
    paths: { "/a": { get: { operationId: "a", responses: { "200": { description: "a", content } } } } },
    components: { schemas },
  };
  return readOpenapi("openapi.json", () => JSON.stringify(description)).diagnostics.map(({ code }) => code);
}

const tooLong = ["openapi/long-reference-chain"];

test.each([
  ["allOf", 250, (next: object) => ({ allOf: [next] }), []],
  ["allOf", 251, (next: object) => ({ allOf: [next] }), tooLong],
  ["anyOf in oneOf", 2000, (next: object) => ({ oneOf: [{ anyOf: [next] }, {}] }), tooLong],
  // biome-ignore lint/suspicious/noThenProperty: the keyword; nobody awaits it.
  ["if, then and else", 2000, (next: object) => ({ if: next, then: next, else: next }), tooLong],
  ["properties", 2000, (next: object) => ({ properties: { a: next } }), []],
  ["items", 2000, (next: object) => ({ items: next }), []],
] as const)("%s, %i times", (_keyword, length, link, codes) => {
  expect(codesOf(length, link)).toEqual(codes);
});
