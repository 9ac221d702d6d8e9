import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { describe, expect, it } from "vitest";
import { compile } from "../../tools/compiler/compile";
import { emit, planOf, scriptOf } from "./emit-scripts";

const reviews = `
openapi: 3.1.0
info: { title: Reviews, version: 1.0.0 }
servers: [{ url: /v1 }]
paths:
  /users:
    get: { tags: [users], operationId: listUsers, responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { $ref: "#/components/schemas/User" } } } } } } }
    post:
      tags: [users]
      operationId: createUser
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [email], properties: { email: { type: string, format: email } } } } } }
      responses: { "201": { description: made, content: { application/json: { schema: { $ref: "#/components/schemas/User" } } } } }
  /users/{userId}:
    parameters: [{ name: userId, in: path, required: true, schema: { type: integer } }]
    delete: { tags: [users], operationId: deleteUser, responses: { "204": { description: gone } } }
  /reviews:
    post:
      tags: [reviews]
      operationId: createReview
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [userId, stars], properties: { userId: { type: integer }, stars: { type: integer, minimum: 1, maximum: 5 }, mood: { type: string, enum: [good, bad] } } } } } }
      responses: { "201": { description: made, content: { application/json: { schema: { type: object, properties: { id: { type: integer } } } } } } }
  /reviews/{reviewId}:
    parameters: [{ name: reviewId, in: path, required: true, schema: { type: integer } }]
    get: { tags: [reviews], operationId: getReview, responses: { "200": { description: ok } } }
  /reports/{reportId}:
    parameters: [{ name: reportId, in: path, required: true, schema: { type: integer } }]
    delete: { tags: [reports], operationId: deleteReport, responses: { "204": { description: gone } } }
components:
  schemas:
    User: { type: object, properties: { id: { type: integer }, email: { type: string } } }
`;

const keyed = `
openapi: 3.1.0
info: { title: Keyed, version: 1.0.0 }
paths:
  /users:
    post:
      tags: [users]
      operationId: createUser
      security: [{ a-key: [] }, { a_key: [], login: [] }]
      responses: { "201": { description: made, content: { application/json: { schema: { type: object, properties: { id: { type: integer } } } } } } }
  /users/{userId}:
    parameters: [{ name: userId, in: path, required: true, schema: { type: integer } }]
    get: { tags: [users], operationId: getUser, security: [{ token: [] }], responses: { "200": { description: ok } } }
  /notes:
    get: { tags: [notes], operationId: listNotes, responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { type: object } } } } } } }
    post:
      tags: [notes]
      operationId: createNote
      security: [{ a_key: [], login: [] }, { a-key: [] }]
      parameters: [{ name: k, in: cookie, required: true, schema: { type: string } }]
      requestBody: { required: true, content: { application/json: { schema: { type: object, required: [userId], properties: { userId: { type: integer } } } } } }
      responses: { "201": { description: made, content: { application/json: { schema: { type: object, properties: { id: { type: integer } } } } } } }
  /notes/{noteId}:
    parameters: [{ name: noteId, in: path, required: true, schema: { type: integer } }]
    get: { tags: [notes], operationId: getNote, security: [{ tls: [] }], responses: { "200": { description: ok } } }
    put: { tags: [notes], operationId: putNote, security: [{ login: [], token: [] }], responses: { "200": { description: ok } } }
    delete: { tags: [notes], operationId: deleteNote, security: [{ token: [] }], responses: { "204": { description: gone } } }
components:
  securitySchemes:
    a-key: { type: apiKey, in: header, name: X-Key }
    a_key: { type: apiKey, in: cookie, name: k }
    login: { type: http, scheme: basic }
    token: { type: http, scheme: bearer }
    tls: { type: mutualTLS }
`;

describe("emitLoadTests", () => {
  it("makes a flow of a resource with rows of another one", async () => {
    const script = scriptOf(await emit({ "api.yaml": reviews }), "reviews");
    expect(script.slice(script.indexOf("/** Rows that others"), script.indexOf("export function teardown"))).toBe(
      `/** Rows that others are made with; not measured. */
export function setup() {
  return prepared(() => ({ users: rows1.shared() }));
}

export default function (rows) {
  attempt(rows, (n) => {
    const reviewBody = { stars: 1, userId: keyOf(rows.users, n) };
    const reviewId = read(call(operations.createReview, "/v1/reviews", json(reviewBody)), ["id"]);
    if (reviewId !== undefined) {
      call(operations.getReview, "/v1/reviews/" + key(reviewId));
    }
  });
}

`,
    );
    expect(planOf(script)).toEqual({
      operations: ["createReview", "getReview"],
      skipped: [],
      requestsPerIteration: 2,
    });
  });

  it("tells the script what operations are held to, of what is nearest", async () => {
    const spec = reviews
      .replace("paths:", "x-slo: { p95: 0.3s, errorRate: 0.1% }\npaths:")
      .replace("operationId: createReview", "operationId: createReview\n      x-slo: { p95: 800, p99: 2s }");
    expect(planOf(scriptOf(await emit({ "api.yaml": spec }), "reviews")).slos).toEqual({
      createReview: { p95Ms: 800, p99Ms: 2000, errorRate: 0.001 },
      getReview: { p95Ms: 300, errorRate: 0.001 },
    });
  });

  it("takes a row of its own where references alone make a unique key", async () => {
    const sql = `CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE stores (id bigint PRIMARY KEY);
CREATE TABLE reviews (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id), store_id bigint NOT NULL REFERENCES stores (id), stars int, UNIQUE (user_id, store_id));`;
    const spec = reviews
      .replace(
        "required: [userId, stars], properties: {",
        "required: [userId, storeId], properties: { storeId: { type: integer },",
      )
      .replace(
        "  /reports/{reportId}:",
        `  /stores:
    get: { tags: [stores], operationId: listStores, responses: { "200": { description: ok, content: { application/json: { schema: { type: array, items: { type: object, properties: { id: { type: integer } } } } } } } } }
  /reports/{reportId}:`,
      );
    const script = scriptOf(await emit({ "api.yaml": spec, "a.sql": sql }), "reviews");
    expect(script).toContain('userId: ownKeyOf(rows["own users"])');
    expect(script).toContain("storeId: keyOf(rows.stores, n)");
    expect(script).toContain('"own users": rows2.own(load.virtualUsers)');
  });

  it("deletes nothing that it did not make, and says so", async () => {
    expect(planOf(scriptOf(await emit({ "api.yaml": reviews }), "reports"))).toEqual({
      operations: [],
      requestsPerIteration: 0,
      skipped: [
        { operation: "deleteReport", reason: "it would change or delete rows that the load test did not make" },
      ],
    });
  });

  it("leaves other resources alone when one is edited", async () => {
    const before = await emit({ "api.yaml": reviews });
    const after = await emit({ "api.yaml": reviews.replace("format: email", "maxLength: 50") });
    const changed = after.filter((file, index) => file.content !== before[index]?.content).map(({ path }) => path);
    expect(changed).toEqual(["src/generated/load-test/rows/users.js", "src/resources/users/generated/load-test.js"]);
  });

  it("plans a second flow with the keys that only the user has", async () => {
    const files = await emit({ "api.yaml": keyed });
    const script = scriptOf(files, "notes");
    expect(planOf(script)).toEqual({
      operations: ["listNotes"],
      skipped: [
        {
          operation: "createNote",
          reason: "it needs a key: set SPECLINE_KEY_A_KEY_2 and SPECLINE_KEY_LOGIN or SPECLINE_KEY_A_KEY",
        },
        { operation: "deleteNote", reason: "it would change or delete rows that the load test did not make" },
        { operation: "getNote", reason: "it needs the security scheme `tls`, which load tests do not know" },
        { operation: "putNote", reason: "it would change or delete rows that the load test did not make" },
      ],
      requestsPerIteration: 1,
      keys: {
        "a-key": { variable: "SPECLINE_KEY_A_KEY", in: "header", name: "X-Key" },
        a_key: { variable: "SPECLINE_KEY_A_KEY_2", in: "cookie", name: "k" },
        login: { variable: "SPECLINE_KEY_LOGIN", in: "basic" },
        token: { variable: "SPECLINE_KEY_TOKEN", in: "bearer" },
      },
      withKeys: {
        operations: ["listNotes", "createNote", "deleteNote"],
        skipped: [
          { operation: "getNote", reason: "it needs the security scheme `tls`, which load tests do not know" },
          {
            operation: "putNote",
            reason:
              "it needs the security schemes `login` and `token` at once, and a request has one header Authorization",
          },
        ],
        requestsPerIteration: 3,
        needs: { createNote: [["a_key", "login"], ["a-key"]], deleteNote: [["a_key", "login"], ["a-key"]] },
      },
    });
    expect(script.slice(script.indexOf("/** Rows that others"), script.indexOf("export function teardown"))).toBe(
      `/** Rows that others are made with; not measured. */
export function setup() {
  return prepared(() => (load.usesKeys ? { "users-with-keys": load.isOpen("createNote") ? rows1.shared() : [] } : {}));
}

export default function (rows) {
  attempt(rows, (n) => {
    if (load.usesKeys) {
      call(operations.listNotes, "/notes");
      if (load.isOpen("createNote")) {
        const noteBody = { userId: keyOf(rows["users-with-keys"], n) };
        const noteId = read(call(operations.createNote, "/notes", json(noteBody)), ["id"]);
        if (noteId !== undefined) {
          call(operations.deleteNote, "/notes/" + key(noteId));
        }
      }
    } else {
      call(operations.listNotes, "/notes");
    }
  });
}

`,
    );
    expect(files.map(({ path }) => path)).toContain("src/generated/load-test/rows/users-with-keys.js");
  });

  it("lets no text of a description become code", async () => {
    const evil = "`$" + "{process.exit(1)}` */ '); evil(); (\"</script>\\u2028";
    const spec = JSON.stringify({
      openapi: "3.1.0",
      info: { title: evil, version: "1" },
      paths: {
        [`/a/${evil.replaceAll(/[{}/]/g, "")}`]: {
          post: {
            tags: ["evil"],
            operationId: evil,
            security: [{ [evil]: [] }],
            parameters: [
              { name: evil, in: "query", required: true, schema: { type: "string", enum: [evil] } },
              { name: "X-A", in: "header", required: true, schema: { type: "string", const: evil } },
            ],
            requestBody: {
              required: true,
              content: {
                "application/json": {
                  schema: { type: "object", required: [evil, "__proto__"], properties: { [evil]: { const: evil } } },
                },
              },
            },
            responses: { "201": { description: evil } },
          },
        },
      },
      components: { securitySchemes: { [evil]: { type: "apiKey", in: "query", name: evil } } },
    });
    const script = scriptOf(await emit({ "api.json": spec }), "evil");
    expect(planOf(script).withKeys?.operations).toEqual([evil]);
    expect(Object.values(planOf(script).keys ?? {})).toEqual([
      { variable: expect.stringMatching(/^SPECLINE_KEY_[A-Z0-9_]+$/) as string, in: "query", name: evil },
    ]);
    const { code } = await transform(script, { minify: true, minifyIdentifiers: false });
    expect(code.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\$]|\\.|\$(?!\{))*`/g, "")).not.toMatch(
      /evil|process/,
    );
  });
});

const corpus = join(process.env.SPECLINE_CORPUS ?? join(__dirname, "../../../shared/corpus"), "openapi");
const large = /^(github|stripe|digitalocean|openai|twilio_api)/;
const specs = existsSync(corpus)
  ? readdirSync(corpus).filter((name) => /\.(json|ya?ml)$/.test(name) && !large.test(name))
  : [];

describe.skipIf(specs.length === 0)("real descriptions (skipped without the corpus)", () => {
  it.each(specs)("%s: every script parses, every operation is called or has a reason", async (name) => {
    const text = readFileSync(join(corpus, name), "utf8");
    const { service } = await compile({ openapiPath: name, readText: (path) => (path === name ? text : undefined) });
    const files = await emit({ [name]: text });
    for (const { path, content } of files) {
      if (path.endsWith(".json")) JSON.parse(content);
      else await transform(content, { format: "esm" });
    }
    for (const resource of service?.resources ?? []) {
      const { operations, skipped } = planOf(scriptOf(files, resource.name.replace(/[^A-Za-z0-9]+/g, "-")));
      const told = [...operations, ...skipped.map((one) => one.operation)].sort();
      expect(told).toEqual(resource.operations.map((operation) => operation.id).sort());
    }
  });
});
