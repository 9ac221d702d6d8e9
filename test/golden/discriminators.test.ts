import { expect, test } from "vitest";
import { emit, load } from "../conformance/json-schema/service-of";

const object = (properties: object, ...required: string[]) => ({ type: "object", properties, required });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const text = { type: "string" };

const schemas = {
  Cat: object({ kind: text, lives: { type: "integer" } }, "kind"),
  Dog: object({ kind: text, lives: { type: "integer" } }, "kind"),
  Own: object({ kind: { enum: ["own"] } }, "kind"),
  Loose: object({ kind: text }),
  Canine: { oneOf: [ref("Dog"), ref("Wolf")], discriminator: { propertyName: "kind", mapping: { dog: "Dog", wolf: "Wolf" } } },
  Plain: { oneOf: [ref("Hound"), ref("Fox")] },
  Wolf: object({ kind: text, pack: text }, "kind", "pack"),
  Hound: object({ kind: text, nose: text }, "kind", "nose"),
  Fox: object({ kind: text, tail: text }, "kind", "tail"),
};

/** Discriminators (OpenAPI 3.0.3 and 3.1.0, Discriminator Object): the property's value selects the branch. */
const cases: readonly (readonly [name: string, schema: object, good: readonly object[], bad: readonly object[]])[] = [
  [
    "by name",
    { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind" } },
    [{ kind: "Cat" }, { kind: "Dog", lives: 1 }],
    [{ kind: "cat" }, { lives: 1 }, { kind: "Cat", lives: "x" }],
  ],
  [
    "by mapping, two values for one branch",
    { oneOf: [ref("Cat"), ref("Dog")], discriminator: { propertyName: "kind", mapping: { a: "Cat", b: "#/components/schemas/Cat" } } },
    [{ kind: "a" }, { kind: "b" }, { kind: "Dog" }],
    [{ kind: "Cat" }, { kind: "c" }],
  ],
  [
    "a branch that says its value itself",
    { oneOf: [ref("Cat"), ref("Own")], discriminator: { propertyName: "kind" } },
    [{ kind: "own" }, { kind: "Cat" }],
    [{ kind: "Own" }, {}],
  ],
  ["a branch that does not require the property", { oneOf: [ref("Loose")], discriminator: { propertyName: "kind" } }, [{ kind: "Loose" }], [{}]],
  [
    "an inline branch beside references",
    { oneOf: [ref("Cat"), ref("Dog"), object({ kind: { const: "fish" } }, "kind")], discriminator: { propertyName: "kind" } },
    [{ kind: "Cat" }, { kind: "fish" }],
    [{ kind: "bird" }],
  ],
  [
    "a choice in a choice, with the same property",
    { oneOf: [ref("Cat"), ref("Canine")], discriminator: { propertyName: "kind" } },
    [{ kind: "Cat" }, { kind: "dog" }, { kind: "wolf", pack: "x" }],
    [{ kind: "wolf" }, { kind: "Canine" }, { kind: "Dog" }],
  ],
  [
    "a mapping to a branch of a branch",
    { oneOf: [ref("Cat"), ref("Plain")], discriminator: { propertyName: "kind", mapping: { hound: "Hound", fox: "Fox" } } },
    [{ kind: "hound", nose: "x" }, { kind: "fox", tail: "x" }, { kind: "Cat" }],
    [{ kind: "hound" }, { kind: "Plain", nose: "x" }],
  ],
  [
    "inside of a list",
    { type: "array", items: { anyOf: [ref("Cat"), ref("Wolf")], discriminator: { propertyName: "kind" } } },
    [[{ kind: "Cat" }, { kind: "Wolf", pack: "x" }]],
    [[{ kind: "Cat" }, { kind: "Wolf" }]],
  ],
];

test.each(cases)("%s", async (_, schema, good, bad) => {
  const description = {
    openapi: "3.1.0",
    info: { title: "Choice", version: "1" },
    paths: {
      "/": {
        post: {
          operationId: "check",
          requestBody: { required: true, content: { "application/json": { schema } } },
          responses: { "204": { description: "Valid." } },
        },
      },
    },
    components: { schemas },
  };
  const emission = await emit("openapi.json", new Map([["openapi.json", JSON.stringify(description)]]));
  if (emission.kind === "refused") throw new Error(JSON.stringify(emission.diagnostics));
  const read = (await load(new Map([["choice", emission.files]]))).get("choice")?.get("check");
  for (const body of good) expect(await read?.(JSON.stringify(body)), JSON.stringify(body)).toEqual([]);
  for (const body of bad) expect(await read?.(JSON.stringify(body)), JSON.stringify(body)).not.toEqual([]);
});
