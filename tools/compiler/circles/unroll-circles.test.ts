import { Compile } from "typebox/schema";
import { expect, test } from "vitest";
import { compile } from "../compile";
import { toOpenapi } from "../document/to-openapi";

const text = `openapi: 3.1.0
info: { title: Circles, version: "1" }
paths:
  /parties:
    post:
      operationId: add
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Party" } } } }
      responses: { "204": { description: Added. } }
components:
  schemas:
    Named: { type: object, required: [name], properties: { name: { type: string } } }
    Party:
      type: object
      required: [role]
      properties: { role: { enum: [person, company, club] } }
      allOf: [{ $ref: "#/components/schemas/Named" }]
      oneOf: [{ $ref: "#/components/schemas/Person" }, { $ref: "#/components/schemas/Group" }]
    Person:
      allOf: [{ $ref: "#/components/schemas/Party" }, { type: object, required: [born], properties: { born: { type: integer } } }]
    Group: { oneOf: [{ $ref: "#/components/schemas/Company" }, { $ref: "#/components/schemas/Club" }] }
    Company: { allOf: [{ $ref: "#/components/schemas/Party" }, { required: [seat], properties: { seat: { type: string } } }] }
    Club: { allOf: [{ $ref: "#/components/schemas/Party" }, { required: [members], properties: { members: { type: array, items: { $ref: "#/components/schemas/Party" } } } }] }
`;

test.each([
  [{ role: "person", name: "Ann", born: 1980 }, true],
  [{ role: "person", name: "Ann", born: "1980" }, false],
  [{ role: "fish", name: "Ann", born: 1980 }, false],
  [{ role: "company", seat: "Ulm" }, false],
  [{ role: "company", name: "Ltd", seat: "Ulm" }, true],
  [{ role: "club", name: "Chess", members: [{ role: "person", name: "Ann", born: 1980 }] }, true],
  [{ role: "club", name: "Chess", members: [{ role: "person", name: "Ann" }] }, false],
])("%j is judged, though the base lists what is made of it: %s", async (value, isValid) => {
  const { service } = await compile({
    openapiPath: "a.yaml",
    readText: (path) => (path === "a.yaml" ? text : undefined),
  });
  if (service === undefined) throw new Error("nothing was read");
  const { components } = toOpenapi(service) as { readonly components: { readonly schemas: Record<string, object> } };
  const references = JSON.parse(JSON.stringify(components.schemas).replaceAll("#/components/schemas/", ""));
  expect(Compile(references, { $ref: "Party" } as object).Check(value)).toBe(isValid);
});

test("schemas without a circle in place stay the same values", async () => {
  const plain = text.replace(/ {6}oneOf: .*\n/, "");
  const { service } = await compile({ openapiPath: "a.yaml", readText: () => plain });
  const party = service?.schemas.find(({ name }) => name === "Party")?.schema;
  expect(party?.kind === "keywords" && party.allOf?.[0]).toMatchObject({ kind: "ref", to: "Named" });
});
