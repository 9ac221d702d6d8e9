import { expect, it } from "vitest";
import { emit, planOf, scriptOf } from "./emit-scripts";

const plain = `
openapi: 3.1.0
info: { title: Boxes, version: 1.0.0 }
servers: [{ url: /v1 }]
paths:
  /boxes:
    post:
      operationId: createBox
      responses: { "201": { description: made REPLY } }
  /boxes/{box}:
    parameters: [{ name: box, in: path, required: true, schema: { type: string } }]
    get: { operationId: readBox, responses: { "200": { description: ok } } }
    delete: { operationId: deleteBox, responses: { "204": { description: gone } } }
  /boxes/{box}/lids:
    parameters: [{ name: box, in: path, required: true, schema: { type: string } }]
    post: { tags: [lids], operationId: addLid, responses: { "204": { description: ok } } }
`;
const location = ", headers: { Location: { schema: { type: string } } }";
const body = (properties: string) =>
  `, content: { application/json: { schema: { type: object, properties: { ${properties} } } } }`;
const link = (target: string, expression: string, name = "box") =>
  `, links: { read: { ${target}, parameters: { ${name}: "${expression}" } } }`;
const byId = "operationId: readBox";

const uri = (more: string) => body(`uri: { type: string, ${more} }`);

it.each([
  [
    "a link to an operation",
    `${body("name: { type: string }")}${link(byId, "$response.body#/name")}`,
    'read(SENT, ["name"])',
  ],
  [
    "a link by reference",
    link('operationRef: "#/paths/~1boxes~1{box}/get"', "$response.body#/a~1b/0"),
    'read(SENT, ["a/b", "0"])',
  ],
  ["a qualified name", link(byId, "$response.header.X-Box", "path.box"), 'headerOf(SENT, "X-Box")'],
  ["a link before a property", `${body("id: {}")}${link(byId, "$response.body#/no")}`, 'read(SENT, ["no"])'],
  ["a property before Location", `${body("id: {}")}${location}`, 'read(SENT, ["id"])'],
  ["Location", location, 'locatedIn(SENT, "boxes")'],
  ["Location where a link is of no use", `${location}${link(byId, "$request.query.x")}`, 'locatedIn(SENT, "boxes")'],
  [
    "Location where a link leads elsewhere",
    `${location}${link("operationId: addLid", "$response.body#/x")}`,
    'locatedIn(SENT, "boxes")',
  ],
  ["an address whose pattern ends so", uri("pattern: '^/boxes/[a-z]+'"), 'locatedIn(SENT, "boxes", ["uri"])'],
  [
    "an address in links, whose example ends so",
    body(
      'data: { type: object, properties: { _links: { type: object, properties: { self: { type: object, properties: { href: { type: string, example: "http://x/boxes/7?a=/b" } } } } } } }',
    ),
    'locatedIn(SENT, "boxes", ["data", "_links", "self", "href"])',
  ],
])("the key of what was made is where %s says", async (_, reply, expected) => {
  const files = await emit({ "api.yaml": plain.replace("REPLY", reply) });
  const script = scriptOf(files, "boxes");
  expect(script).toContain(`= ${expected.replace("SENT", 'call(operations.createBox, "/v1/boxes")')};`);
  expect(script).toContain('call(operations.deleteBox, "/v1/boxes/" + key(box');
  const rows = files.find(({ path }) => path.endsWith("rows/boxes.js"))?.content ?? "";
  const prepared = expected.replace("SENT", 'prepare(operations.createBox, "/v1/boxes")');
  const key = prepared.startsWith("read(") ? prepared.replace("read(", "keyIn(") : `toldKey(${prepared}, "createBox")`;
  expect(rows).toContain(`row.push(${key});`);
  expect(rows).toContain('deleteLater(operations.deleteBox, "/v1/boxes/" + key(row[0]));');
});

it.each([
  ["nothing", ""],
  ["an address of nobody knows what", uri("description: Where it is")],
  ["an address of something else", uri("example: /shelves/7")],
  ["an address that goes on", uri("example: /boxes/7/lids/8")],
  ["two addresses of which one is another's", uri("examples: [/boxes/7, /shelves/8]")],
])("where %s says the key, what needs it is left out with that reason", async (_, reply) => {
  const reason = "no reply of createBox says the key of what it makes: no link, no property, no Location";
  const files = await emit({ "api.yaml": plain.replace("REPLY", reply) });
  expect(planOf(scriptOf(files, "boxes")).skipped).toEqual([
    { operation: "deleteBox", reason: "it would change or delete rows that the load test did not make" },
    { operation: "readBox", reason },
  ]);
});

it("where the description lists the keys, a reply says none", async () => {
  const spec = plain.replaceAll(
    "name: box, in: path, required: true, schema: { type: string }",
    "name: box, in: path, required: true, schema: { enum: [big, small] }",
  );
  const script = scriptOf(await emit({ "api.yaml": spec.replace("REPLY", body("box: { enum: [large] }")) }), "boxes");
  expect(script).toContain('call(operations.createBox, "/v1/boxes");');
  expect(script).toContain('call(operations.readBox, "/v1/boxes/" + key("big"));');
});

it.each([
  ["a property", body("id: { type: integer }"), true],
  ["an address", uri("example: /boxes/7"), true],
  ["a header", location, false],
])("replies are read where %s says the key, whatever is checked", async (_, reply, isRead) => {
  const script = scriptOf(await emit({ "api.yaml": plain.replace("REPLY", reply) }), "boxes");
  const create = /createBox: operation\(\{(.*?)\}\)/s.exec(script)?.[1] ?? "";
  expect(create.includes("isRead: true")).toBe(isRead);
});

const tags = `
openapi: 3.1.0
info: { title: Tags, version: 1.0.0 }
paths:
  /tags:
    get: { operationId: listTags, responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Tag" } } } } } } }
    post:
      operationId: makeTag
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Tag" } } } }
      responses: { "201": { description: made, content: { application/json: { schema: { $ref: "#/components/schemas/Tag" } } } } }
  /tags/{name}:
    parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
    put:
      operationId: replaceTag
      requestBody: { required: true, content: { application/json: { schema: { $ref: "#/components/schemas/Tag" } } } }
      responses: { "204": { description: ok } }
    patch:
      operationId: changeTag
      requestBody: { required: true, content: { application/json: { schema: { type: object, properties: { name: { type: string }, color: { type: string } } } } } }
      responses: { "204": { description: ok } }
components:
  schemas:
    Tag: { type: object, required: [name], properties: { name: { type: string, example: red }, parentId: { type: integer }, of: { type: object, required: [name], properties: { name: { type: string, example: Jo } } } } }
`;

it("what makes a row has a key that no row has, and what changes it has its own", async () => {
  const script = scriptOf(await emit({ "api.yaml": tags }), "tags");
  expect(script).toContain('const tagBody = { name: "name " + unique(10), of: { name: "Jo" } };');
  expect(script).toMatch(
    /call\(operations.replaceTag, "\/tags\/" \+ key\((\w+)\), json\(\{ name: \1, of: \{ name: "Jo" \} \}\)\);/,
  );
  expect(script).toMatch(/call\(operations.changeTag, .*, json\(\{ color: "color" \}\)\);/);
});

const orgs = `
openapi: 3.1.0
info: { title: Orgs, version: 1.0.0 }
paths:
  /orgs:
    post:
      tags: [all]
      operationId: makeOrg
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [org], properties: { org: { $ref: "#/components/schemas/Org" } } }, example: { org: { id: 7, email: a@b.c } } } } }
      responses: { "201": { description: made, content: { application/json: { schema: { type: object, properties: { org: { $ref: "#/components/schemas/Org" } } } } } } }
  /orgs/{orgId}:
    parameters: [{ name: orgId, in: path, required: true, schema: { type: integer } }]
    put:
      tags: [all]
      operationId: replaceOrg
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [org], properties: { org: { $ref: "#/components/schemas/Org" } } } } } }
      responses: { "204": { description: ok } }
  /orgs/{orgId}/teams:
    parameters: [{ name: orgId, in: path, required: true, schema: { type: integer } }]
    post:
      tags: [all]
      operationId: addTeam
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [orgId], properties: { orgId: { type: integer } } } } } }
      responses: { "204": { description: made } }
components:
  schemas:
    Org: { type: object, required: [id], properties: { id: { type: integer, minimum: 1 }, email: { type: string } } }
`;

it("keys in envelopes and those of rows around are the right ones", async () => {
  const script = scriptOf(await emit({ "api.yaml": orgs }), "all");
  expect(script).toContain('{ org: { email: "email " + unique(10), id: uniqueInteger(7, 2147483647) } }');
  expect(script).toMatch(
    /call\(operations.replaceOrg, "\/orgs\/" \+ key\((\w+)\), json\(\{ org: \{ .*id: \1 \} \}\)\);/,
  );
  expect(script).toMatch(
    /call\(operations.addTeam, "\/orgs\/" \+ key\((\w+)\) \+ "\/teams", json\(\{ orgId: \1 \}\)\);|teamBody = \{ orgId: orgId \}/,
  );
});

it("the id of what is made is not that of the row around it", async () => {
  const spec = orgs
    .replaceAll("orgId", "id")
    .replace('{ "204": { description: made } }', '{ "201": { description: made } }');
  expect(scriptOf(await emit({ "api.yaml": spec }), "all")).toMatch(/teamBody = \{ id: (1|uniqueInteger\(.*\)) \};/);
});

const shelves = (status: string, more = "") => `
openapi: 3.1.0
info: { title: Shelves, version: 1.0.0 }
paths:
  /shelves:
    post: { tags: [all], operationId: makeShelf, responses: { "201": { description: made, content: { application/json: { schema: { type: object, properties: { id: { type: integer } } } } } } } }
  /shelves/{shelfId}:
    parameters: [{ name: shelfId, in: path, required: true, schema: { type: integer } }]
    delete: { tags: [all], operationId: dropShelf, responses: { "204": { description: gone } } }
  /shelves/{shelfId}/books:
    parameters: [{ name: shelfId, in: path, required: true, schema: { type: integer } }]
    post: { tags: [all], operationId: addBook, responses: { "${status}": { description: made, content: { application/json: { schema: { type: object, properties: { id: { type: integer } } } } } } } }
  /books/{bookId}:
    parameters: [{ name: bookId, in: path, required: true, schema: { type: integer } }]
    get: { tags: [all], operationId: readBook, responses: { "200": { description: ok } } }
    delete: { tags: [all], operationId: dropBook, responses: { "204": { description: gone } } }
${more}`;
const calls = (script: string) => [...script.matchAll(/call\(operations\.(\w+)/g)].map((one) => one[1]);

it("what is made below a row and lives by itself is read and deleted before that row", async () => {
  const script = scriptOf(await emit({ "api.yaml": shelves("201") }), "all");
  expect(calls(script)).toEqual(["makeShelf", "addBook", "readBook", "dropBook", "dropShelf"]);
  expect(planOf(script).skipped).toEqual([]);
});

it.each([
  ["joined", shelves("200")],
  [
    "made by itself, too",
    shelves(
      "201",
      "  /books: { post: { tags: [all], operationId: makeBook, responses: { '204': { description: made } } } }\n",
    ),
  ],
])("what may have been there before and is %s is not deleted", async (_, spec) => {
  expect(calls(scriptOf(await emit({ "api.yaml": spec }), "all"))).not.toContain("dropBook");
});

it("rows are listed by their addresses", async () => {
  const list = `
    get:
      operationId: listBoxes
      responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { type: object, properties: { self: { type: string, pattern: "^/v1/boxes/[a-z]+$" } } } } } } } }
    post:`;
  const files = await emit({ "api.yaml": plain.replace("REPLY", "").replace("\n    post:", list) });
  expect(files.find(({ path }) => path.endsWith("rows/boxes.js"))?.content).toContain(
    'listed(prepare(operations.listBoxes, "/v1/boxes"), [], ["self"], "boxes").map((id) => [id])',
  );
});

it("what cannot succeed by its description is left out", async () => {
  const files = await emit({
    "api.yaml": plain.replace('{ "201": { description: made REPLY } }', '{ "405": { description: no } }'),
  });
  expect(planOf(scriptOf(files, "boxes")).skipped).toContainEqual({
    operation: "createBox",
    reason: "none of its responses says that it worked: document a 2xx or 3xx one, or `default`",
  });
});

it("what is inside of a row of another resource is read and deleted by its own key", async () => {
  const lid = `  /boxes/{box}/lids/{lid}:
    parameters: [{ name: box, in: path, required: true, schema: { type: string } }, { name: lid, in: path, required: true, schema: { type: string } }]
    delete: { tags: [lids], operationId: removeLid, responses: { "204": { description: gone } } }
`;
  const reply = '{ "201": { description: made, headers: { Location: { schema: { type: string } } } } }';
  const spec = plain
    .replace("REPLY", location)
    .replace('responses: { "204": { description: ok } } }\n', `responses: ${reply} }\n${lid}`);
  const script = scriptOf(await emit({ "api.yaml": spec }), "lids");
  const box = 'key(ownKeyOf(rows["own boxes"], 0))';
  expect(script).toContain(`call(operations.removeLid, "/v1/boxes/" + ${box} + "/lids/" + key(lidId))`);
  expect(script).toContain('prepared(() => ({ "own boxes": rows1.own(load.virtualUsers) }))');
});

it("headers that name a request are another each time, also of what is prepared", async () => {
  const header =
    "parameters: [{ name: Idempotency-Key, in: header, required: true, schema: { type: string, format: uuid } }]";
  const files = await emit({
    "api.yaml": plain
      .replace("operationId: createBox", `operationId: createBox\n      ${header}`)
      .replace("REPLY", location),
  });
  const expected = '"Idempotency-Key": "00000000-0000-4000-8000-" + unique(12, "0123456789abcdef")';
  expect(scriptOf(files, "boxes")).toContain(expected);
  expect(files.find(({ path }) => path.endsWith("rows/boxes.js"))?.content).toContain(expected);
});

it.each([
  ["type: boolean, const: false", '["q", false]'],
  ["type: boolean, enum: [true]", '["q", true]'],
  ["type: boolean", '["q", pick([true, false], n)]'],
  ["type: integer, minimum: -5, exclusiveMaximum: -3, multipleOf: 2", '["q", -4]'],
  ["type: integer, maximum: 0", '["q", 0]'],
  ["type: integer, exclusiveMinimum: 0", '["q", 1]'],
  ["type: number, exclusiveMinimum: 0.1, exclusiveMaximum: 0.2", '["q", 0.15]'],
  ["type: number, exclusiveMinimum: 0.1, exclusiveMaximum: 0.2, multipleOf: 0.05", '["q", 0.15]'],
  ["type: number, minimum: 7.5", '["q", 7.5]'],
])("a required parameter { %s } gets a value that it accepts", async (schema, pair) => {
  const parameter = `parameters: [{ name: q, in: query, required: true, schema: { ${schema} } }]`;
  const files = await emit({
    "api.yaml": plain
      .replace("operationId: readBox,", `operationId: readBox, ${parameter},`)
      .replace("REPLY", location),
  });
  expect(scriptOf(files, "boxes").replace(/pick\(\[(-?[\w.]+)\], n\)/, "$1")).toContain(pair);
});
