import { expect, test } from "vitest";
import { emit, load } from "../conformance/json-schema/service-of";

const object = (properties: object, ...required: string[]) => ({ type: "object", properties, required });
const ref = (name: string, file = "") => ({ $ref: `${file}#/components/schemas/${name}` });
const of = (base: string, properties: object, ...required: string[]) => ({
  allOf: [ref(base), object(properties, ...required)],
});
const text = { type: "string" };
const byKind = { discriminator: { propertyName: "kind" } };

interface Case {
  readonly name: string;
  readonly schemas: object;
  readonly schema?: object;
  readonly files?: Readonly<Record<string, object>>;
  readonly openapi?: string;
  readonly good: readonly unknown[];
  readonly bad: readonly (readonly [body: unknown, details: readonly string[]])[];
}

const pets = {
  Pet: { ...object({ kind: text, name: text }, "kind"), ...byKind },
  Cat: of("Pet", { lives: { type: "integer" } }, "lives"),
  Dog: of("Pet", { bark: { type: "boolean" } }),
};

/** A base with a discriminator and no choice stands for the schemas that are made of it (docs/decisions/0346). */
const cases: readonly Case[] = [
  {
    name: "by name",
    schemas: pets,
    good: [{ kind: "Cat", lives: 9 }, { kind: "Dog", bark: true, name: "Rex" }, { kind: "Dog", lives: "many" }, { kind: "Pet", lives: "none" }],
    bad: [
      [{ kind: "Cat" }, ["body.lives is required"]],
      [{ kind: "Cat", lives: "x" }, ["body.lives must be integer"]],
      [{ kind: "Dog", bark: 1 }, ["body.bark must be boolean"]],
      [{ kind: "Cow" }, ["body.kind must be one of: Cat, Dog, Pet"]],
      [{ kind: "Pet", name: 1 }, ["body.name must be string"]],
      [{}, ["body.kind is required"]],
      [5, ["body must be object"]],
    ],
  },
  {
    name: "a base that does not require the property",
    schemas: { ...pets, Pet: { ...object({ kind: text }), ...byKind } },
    good: [{ kind: "Pet" }],
    bad: [[{}, ["body.kind is required"]]],
  },
  {
    name: "by mapping: a mapped schema is not meant by its name",
    schemas: { ...pets, Pet: { ...object({ kind: text }, "kind"), discriminator: { propertyName: "kind", mapping: { dog: "Dog", hound: ref("Dog").$ref } } } },
    good: [{ kind: "dog", bark: true }, { kind: "hound" }, { kind: "Cat", lives: 1 }],
    bad: [
      [{ kind: "dog", bark: 1 }, ["body.bark must be boolean"]],
      [{ kind: "Dog" }, ["body.kind must be one of: Cat, dog, hound, Pet"]],
    ],
  },
  {
    name: "a mapping that gives one schema's name to another, and one to the base",
    schemas: { ...pets, Pet: { ...object({ kind: text }, "kind"), discriminator: { propertyName: "kind", mapping: { Cat: "Dog", any: "Pet" } } } },
    good: [{ kind: "Cat", bark: true }, { kind: "any", bark: 1 }],
    bad: [
      [{ kind: "Cat", bark: 1 }, ["body.bark must be boolean"]],
      [{ kind: "Pet" }, ["body.kind must be one of: Cat, any"]],
    ],
  },
  {
    name: "a mapping to a schema that is not made of the base",
    schemas: {
      Pet: { ...object({ kind: text, name: text }, "kind", "name"), discriminator: { propertyName: "kind", mapping: { rock: "Rock" } } },
      Rock: object({ weight: { type: "number" } }, "weight"),
    },
    good: [{ kind: "rock", name: "x", weight: 1 }, { kind: "Pet", name: "x" }],
    bad: [[{ kind: "rock", name: "x" }, ["body.weight is required"]], [{ kind: "rock", weight: 1 }, ["body.name is required"]]],
  },
  {
    name: "a base whose own values leave no place for itself",
    schemas: { ...pets, Pet: { ...object({ kind: { enum: ["Cat", "Dog"] } }, "kind"), ...byKind } },
    good: [{ kind: "Cat", lives: 1 }],
    bad: [[{ kind: "Pet" }, ["body.kind must be one of: Cat, Dog"]]],
  },
  {
    name: "through several generations, with a base among them",
    schemas: {
      ...pets,
      Dog: { ...of("Pet", { size: text, bark: { type: "boolean" } }, "size"), discriminator: { propertyName: "size" } },
      Puppy: of("Dog", { weeks: { type: "integer" } }, "weeks"),
      Whelp: of("Puppy", { blind: { const: true } }, "blind"),
    },
    good: [
      { kind: "Dog", size: "Puppy", weeks: 3 },
      { kind: "Puppy", size: "Dog", weeks: 3 },
      { kind: "Whelp", size: "Whelp", weeks: 1, blind: true },
      { kind: "Cat", lives: 1 },
    ],
    bad: [
      [{ kind: "Dog", size: "Puppy" }, ["body.weeks is required"]],
      [{ kind: "Whelp", size: "Dog", weeks: 1 }, ["body.blind is required"]],
    ],
  },
  {
    name: "a subschema itself is checked as itself",
    schemas: pets,
    schema: ref("Cat"),
    good: [{ kind: "anything", lives: 1 }],
    bad: [[{ kind: "Cat" }, ["body.lives is required"]]],
  },
  {
    name: "subschemas that hold their base",
    schemas: { ...pets, Dog: of("Pet", { friends: { type: "array", items: ref("Pet") } }) },
    schema: { type: "array", items: ref("Pet") },
    good: [[{ kind: "Dog", friends: [{ kind: "Dog", friends: [{ kind: "Cat", lives: 1 }] }] }]],
    bad: [
      [[{ kind: "Dog", friends: [{ kind: "Dog", friends: [{ kind: "Cat" }] }] }], ["body[0].friends[0].friends[0].lives is required"]],
      [[{ kind: "Dog", friends: [{ kind: "Cow" }] }], ["body[0].friends[0].kind must be one of: Cat, Dog, Pet"]],
    ],
  },
  {
    name: "nullable, of 3.0",
    openapi: "3.0.3",
    schemas: { ...pets, Pet: { ...pets.Pet, nullable: true } },
    good: [null, { kind: "Cat", lives: 1 }],
    bad: [[{ kind: "Cow" }, ["body.kind must be one of: Cat, Dog, Pet"]]],
  },
  {
    name: "nullable with parts, of 3.0",
    openapi: "3.0.3",
    schemas: { ...pets, Pet: { allOf: [object({ name: text })], nullable: true, ...byKind, discriminator: { propertyName: "kind" } } },
    good: [null, { kind: "Cat", lives: 1 }],
    bad: [[{ kind: "Cat" }, ["body.lives is required"]]],
  },
  {
    name: "over several files, names that clash included",
    schemas: { Pet: { $ref: "models/Pet.json" }, Bird: { $ref: "models/birds.json#/Parrot" }, Cat: object({ other: text }) },
    files: {
      "models/Pet.json": { ...object({ kind: text, prey: { $ref: "birds.json#/Parrot" }, toy: { $ref: "Cat.json" } }, "kind"), ...byKind },
      "models/Cat.json": { allOf: [{ $ref: "Pet.json" }, object({ lives: { type: "integer" } }, "lives")] },
      "models/birds.json": {
        Parrot: { allOf: [{ $ref: "./Pet.json#" }, object({ words: { type: "integer" } }, "words")] },
        Crow: { allOf: [{ $ref: "../openapi.json#/components/schemas/Pet" }, object({ nuts: { type: "integer" } }, "nuts")] },
      },
    },
    good: [{ kind: "Bird", words: 1 }, { kind: "Cat", lives: 1 }, { kind: "Crow", nuts: 1 }],
    bad: [
      [{ kind: "Cat" }, ["body.lives is required"]],
      [{ kind: "Bird" }, ["body.words is required"]],
      [{ kind: "Crow" }, ["body.nuts is required"]],
    ],
  },
];

test.each(cases)("$name", async ({ openapi = "3.1.0", schemas, schema = ref("Pet"), files = {}, good, bad }) => {
  const description = {
    openapi,
    info: { title: "Inheritance", version: "1" },
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
  const sources = new Map(Object.entries({ "openapi.json": description, ...files }).map(([path, one]) => [path, JSON.stringify(one)]));
  const emission = await emit("openapi.json", sources);
  expect(emission.diagnostics.map(({ message }) => message)).toEqual([]);
  if (emission.kind === "refused") return;
  const read = (await load(new Map([["inheritance", emission.files]]))).get("inheritance")?.get("check");
  for (const body of good) expect(await read?.(JSON.stringify(body)), JSON.stringify(body)).toEqual([]);
  for (const [body, details] of bad) {
    const found = (await read?.(JSON.stringify(body))) ?? [];
    expect(found.map(({ field, message }) => `${field} ${message}`), JSON.stringify(body)).toEqual(details);
  }
});

test("the type is the union", async () => {
  const paths = {
    "/": { get: { operationId: "pet", responses: { "200": { description: "x", content: { "application/json": { schema: ref("Pet") } } } } } },
  };
  const description = { openapi: "3.1.0", info: { title: "x", version: "1" }, paths, components: { schemas: pets } };
  const emission = await emit("openapi.json", new Map([["openapi.json", JSON.stringify(description)]]));
  const text = emission.kind === "emitted" ? emission.files.get("src/generated/schemas/Pet.ts") : undefined;
  for (const one of [`Cat & { kind: "Cat" }`, `Dog & { kind: "Dog" }`, `{ kind: "Pet" }`]) expect(text).toContain(one);
});
