import { expect, test } from "vitest";
import { emit, load } from "../conformance/json-schema/service-of";

const text = { type: "string" };
const secret = { ...text, writeOnly: true };
const made = { ...text, readOnly: true };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const closed = (properties: object, ...required: string[]) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});

interface Case {
  readonly name: string;
  readonly schema: object;
  readonly schemas?: object;
  /** Bodies of a request, and the fields that are wrong with them. */
  readonly taken: readonly (readonly [body: unknown, fields: readonly string[]])[];
  /** What a handler answers, and what is sent of it. */
  readonly sent: readonly (readonly [body: unknown, sent: unknown])[];
}

/** A property of one direction only is refused in a request and left out of a reply (docs/decisions/0341). */
const cases: readonly Case[] = [
  {
    name: "of a property",
    schema: closed({ id: made, key: secret }, "id", "key"),
    taken: [
      [{ key: "x" }, []],
      [{ id: "1", key: "x" }, ["body.id"]],
    ],
    sent: [[{ id: "1", key: "x" }, { id: "1" }]],
  },
  {
    name: "of a schema that it is made of",
    schemas: { Secret: secret, Made: { anyOf: [made, { type: "integer", readOnly: true }] } },
    schema: closed({ pin: { anyOf: [ref("Secret"), { type: "null" }] }, key: { allOf: [ref("Secret")] }, id: { allOf: [ref("Made")] }, name: { allOf: [text] } }, "id", "key"),
    taken: [
      [{ key: "x", name: "n" }, []],
      [{ id: "1", key: "x" }, ["body.id"]],
    ],
    sent: [[{ id: "1", key: "x", pin: "p", name: "n" }, { id: "1", name: "n" }]],
  },
  {
    name: "of properties by a pattern, and of all others",
    schema: { type: "object", patternProperties: { "^k": secret, "^m": made }, additionalProperties: { ...text, writeOnly: true } },
    taken: [
      [{ key: "x", other: "y" }, []],
      [{ mine: "x" }, ["body.mine"]],
    ],
    sent: [[{ key: "x", mine: "m", other: "y" }, { mine: "m" }]],
  },
  {
    name: "required by another part",
    schemas: { Base: { type: "object", properties: { id: made, key: secret } } },
    schema: { allOf: [ref("Base"), { required: ["id", "key"] }, { anyOf: [{ required: ["id"] }, { required: ["name"] }] }] },
    taken: [
      [{ key: "x" }, []],
      [{}, ["body.key"]],
      [{ id: "1", key: "x" }, ["body.id"]],
    ],
    sent: [[{ id: "1", key: "x" }, { id: "1" }]],
  },
];

test.each(cases)("$name", async ({ schema, schemas = {}, taken, sent }) => {
  const content = { "application/json": { schema } };
  const description = {
    openapi: "3.1.0",
    info: { title: "Directions", version: "1" },
    paths: {
      "/": {
        post: { operationId: "check", requestBody: { required: true, content }, responses: { "200": { description: "x", content } } },
      },
    },
    components: { schemas },
  };
  const emission = await emit("openapi.json", new Map([["openapi.json", JSON.stringify(description)]]));
  expect(emission.diagnostics.map(({ message }) => message)).toEqual([]);
  if (emission.kind === "refused") return;
  const operation = (await load(new Map([["directions", emission.files]]))).get("directions")?.get("check");
  for (const [body, fields] of taken) {
    const found = (await operation?.(JSON.stringify(body))) ?? [];
    expect(found.map(({ field }) => field), JSON.stringify(body)).toEqual(fields);
  }
  for (const [body, expected] of sent) expect(operation?.write(body), JSON.stringify(body)).toEqual(expected);
});
