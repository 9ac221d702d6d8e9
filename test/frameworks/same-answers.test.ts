import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FrameworkName, frameworks } from "../../tools/compiler/emit/routes/frameworks";
import { stateDirectory } from "../../tools/workspace/state-directory";
import type { Sent } from "./send-to";
import { type Service, startService } from "./start-service";

const scratch = mkdtempSync(join(stateDirectory(join(__dirname, "../.."), "tmp"), "frameworks-"));
const services: Service[] = [];

beforeAll(async () => {
  for (const name of Object.keys(frameworks)) {
    const framework = name as FrameworkName;
    services.push(await startService(join(scratch, framework), { framework }));
  }
});
afterAll(async () => {
  await Promise.all(services.map((service) => service.stop()));
  rmSync(scratch, { recursive: true, force: true });
});

const json = (value: unknown, method = "POST", path = "/v1/pets"): Sent => ({
  method,
  path,
  headers: { "content-type": "application/json" },
  body: typeof value === "string" ? value : JSON.stringify(value),
});
const put = (type: string, body: string | Uint8Array, more: Readonly<Record<string, string>> = {}): Sent => ({
  method: "PUT",
  path: "/v1/bodies",
  headers: { "content-type": type, ...more },
  body,
});
const get = (path: string, headers: Readonly<Record<string, string>> = {}): Sent => ({ path: `/v1${path}`, headers });
const boundary = "----------------------------0123456789";
const multipart = (...parts: readonly string[]): Sent => ({
  method: "POST",
  path: "/v1/bodies",
  headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
  body: `${parts.map((part) => `--${boundary}\r\ncontent-disposition: form-data; ${part}\r\n`).join("")}--${boundary}--\r\n`,
});

const around = (sent: Sent): Sent => ({ ...sent, body: `Read this first.\r\n${sent.body}Nothing follows.\r\n` });

type Row = readonly [name: string, sent: Sent, status: number, body?: unknown];

/** Every request gets the same answer on every framework: status, headers and body, byte for byte. */
const rows: readonly Row[] = [
  ["defaults", get("/pets"), 200, { query: { limit: 20 }, headers: {}, cookies: {} }],
  ["numbers", get("/pets?limit=7"), 200, { query: { limit: 7 } }],
  ["a number with letters", get("/pets?limit=7x"), 400, { error: { details: [{ field: "query.limit" }] } }],
  ["two of one", get("/pets?limit=7&limit=8"), 400, { error: { details: [{ field: "query.limit" }] } }],
  ["a list", get("/pets?tag=a&tag=b%20c&tag=d+e"), 200, { query: { tag: ["a", "b c", "d e"] } }],
  [
    "a list that is too long",
    get("/pets?tag=a&tag=b&tag=c&tag=d"),
    400,
    { error: { details: [{ field: "query.tag" }] } },
  ],
  ["pipes", get("/pets?ids=1|2%7C3"), 200, { query: { ids: [1, 2, 3] } }],
  ["a deep object", get("/pets?filter[age]=3&filter%5Bname%5D=x"), 200, { query: { filter: { age: 3, name: "x" } } }],
  [
    "an unknown name in it",
    get("/pets?filter[other]=3"),
    400,
    { error: { details: [{ field: "query.filter.other" }] } },
  ],
  ["JSON in the query", get(`/pets?where=${encodeURIComponent('{"a":1.5}')}`), 200, { query: { where: { a: 1.5 } } }],
  [
    "what is required in spite of its default",
    get("/numbers/1"),
    400,
    { error: { details: [{ field: "query.page" }] } },
  ],
  ["a default that is no such value", get("/numbers/1?page=2"), 200, { query: { page: 2, size: "many" } }],
  ["32 bits", get("/numbers/1?page=2147483648"), 400, { error: { details: [{ field: "query.page" }] } }],
  ["all that fits", get("/numbers/9007199254740991?page=-2147483648"), 200, { path: { id: 9007199254740991 } }],
  ["a whole number with a fraction of zero", get("/numbers/7.0?page=1"), 200, { path: { id: 7 } }],
  ["one more", get("/numbers/9007199254740992?page=1"), 400, { error: { details: [{ field: "path.id" }] } }],
  ["two of what may be a list", get("/numbers/1?page=1&any=a&any=b"), 200, { query: { any: ["a", "b"] } }],
  ["two in a deep object", get("/numbers/1?page=1&free[b]=a&free[b]=b"), 200, { query: { free: { b: ["a", "b"] } } }],
  [
    "two of a number in it",
    get("/numbers/1?page=1&free[a]=1&free[a]=2"),
    400,
    { error: { details: [{ field: "query.free" }] } },
  ],
  ["a tuple", get("/objects?tuple=1,2,true"), 200, { query: { tuple: [1, "2", true] } }],
  ["a tuple with a fault", get("/objects?tuple=1,2,x"), 400, { error: { details: [{ field: "query.tuple[2]" }] } }],
  ["pairs with encoded commas", get("/objects?pairs=a%2C1"), 200, { query: { pairs: { a: 1 } } }],
  ["a tuple with encoded commas", get("/objects?tuple=1%2C2%2Ctrue"), 200, { query: { tuple: [1, "2", true] } }],
  ["a text with encoded commas", get("/objects?tuple=1,2%2C3"), 200, { query: { tuple: [1, "2,3"] } }],
  ["pairs without a value", get("/objects?pairs=a"), 400, { error: { details: [{ field: "query.pairs" }] } }],
  [
    "deeper objects",
    get("/objects?nested[n][o]=1&nested[list][1][a]=3&nested[list][0][a]=2"),
    200,
    { query: { nested: { n: { o: 1 }, list: [{ a: 2 }, { a: 3 }] } } },
  ],
  [
    "deeper objects with a fault",
    get("/objects?nested[n][x]=1"),
    400,
    { error: { details: [{ field: "query.nested.n.x" }] } },
  ],
  ["a deep object that is not", get("/objects?nested=1"), 400, { error: { details: [{ field: "query.nested" }] } }],
  [
    "a value that has names below it",
    get("/objects?nested[n]=1&nested[n][o]=1"),
    400,
    { error: { details: [{ field: "query.nested" }] } },
  ],
  [
    "names that nobody else has",
    get("/objects?z=1&pairs=a,2&nested[n][o]=1"),
    200,
    { query: { rest: { z: 1 }, pairs: { a: 2 }, nested: { n: { o: 1 } } } },
  ],
  ["one of them with a fault", get("/objects?z=x"), 400, { error: { details: [{ field: "query.rest.z" }] } }],
  ["a list in a header", get("/objects", { "x-list": "a , b" }), 200, { headers: { "X-List": ["a", "b"] } }],
  ["names that every object has", json({}, "POST", "/v1/objects"), 200, {}],
  [
    "one of them with a fault below",
    json({ kids: [{}, { valueOf: "a" }] }, "POST", "/v1/objects"),
    400,
    { error: { details: [{ field: "body.kids[1].valueOf" }] } },
  ],
  [
    "one of them that needs another",
    json({ hasOwnProperty: 1 }, "POST", "/v1/objects"),
    400,
    { error: { details: [{ field: "body.kids" }] } },
  ],
  [
    "objects in a form",
    {
      ...put(
        "application/x-www-form-urlencoded",
        `o=${encodeURIComponent('{"x":1}')}&list={"x":2}&list={}&tuple=1&tuple=true`,
      ),
      method: "POST",
      path: "/v1/objects",
    },
    200,
    { o: { x: 1 }, list: [{ x: 2 }, {}], tuple: [1, true] },
  ],
  [
    "objects in a form with faults",
    { ...put("application/x-www-form-urlencoded", "o=x,1&list={"), method: "POST", path: "/v1/objects" },
    400,
    { error: { details: [{ field: "body.o" }, { field: "body.list" }] } },
  ],
  [
    "a text that is no UTF-8",
    put("text/plain", new Uint8Array([255])),
    400,
    { error: { details: [{ field: "body" }] } },
  ],
  ["what no reply is described of", get("/undescribed"), 200, {}],
  ["a refusal as a page", get("/page?n=x"), 400, "The request is not valid."],
  [
    "prefixes, around values with separators",
    get("/prefixed/.1.5/;matrix=a%3Bb/;list=a%3Bb;list=c?plain=hello&pipes=1&pipes=2"),
    200,
    { path: { label: 1.5, matrix: "a;b", list: ["a;b", "c"] }, query: { plain: "hello", pipes: [1, 2] } },
  ],
  [
    "texts with dots behind a prefix",
    get("/prefixed/.a.b/;matrix/;list=a?pipes=1|2"),
    200,
    { path: { label: "a.b", matrix: "" } },
  ],
  [
    "prefixes that are missing",
    get("/prefixed/1.5/a/;w=a"),
    400,
    { error: { details: [{ field: "path.label" }, { field: "path.matrix" }, { field: "path.list" }] } },
  ],
  [
    "a key that nobody means",
    get("/prefixed/.1/;matrix/;list?free[__proto__]=1"),
    400,
    { error: { details: [{ field: "query.free" }] } },
  ],
  ["the path that begins with more text", get("/between/x-y-z"), 200, { path: { b: "y-z" } }],
  ["another one", get("/between/y-x-z"), 200, { path: { a: "y", b: "x", c: "z" } }],
  ...(
    [
      ["text/plain", "abc", 400],
      ["text/csv", "abc", 200],
      ["text/csv", "abcd", 400],
      ["foo/bar", "abcdefgh", 200],
      ["application/json", "{}", 400],
      ["application/json", '{"a":1}', 200],
    ] as const
  ).map(([type, body, status]): Row => {
    const sent = { method: "POST", path: "/v1/ranges", headers: { "content-type": type }, body };
    return [`${body} of ${type} by the most special range`, sent, status];
  }),
  ["who comes without need", get("/optional", { "x-api-key": "right" }), 200, { scheme: "key" }],
  ["who need not say it", get("/optional"), 200],
  ["a number as text", get("/bodiless/200"), 200, "5"],
  ["no content by a range", get("/bodiless/204"), 204],
  ["no content, and none given", get("/bodiless/204?bare=true"), 204],
  ["content to be reset", get("/bodiless/205"), 205],
  ["nothing modified", get("/bodiless/304"), 304],
  ["the whole address", { path: "http://localhost/v1/between/x-y" }, 200, { path: { b: "y" } }],
  ["an address that is no path", { path: "*" }, 400, { error: { code: "bad_request" } }],
  ["the first version", json({ a: 1 }, "POST", "/v1/versions"), 200, { body: { a: 1 } }],
  [
    "the first version without its field",
    json({ b: 1 }, "POST", "/v1/versions"),
    400,
    { error: { details: [{ field: "body.a" }] } },
  ],
  [
    "another version by a parameter of its type",
    {
      ...json({ b: 1 }, "POST", "/v1/versions"),
      headers: { "content-type": 'application/json; charset=utf-8; Version="2"' },
    },
    200,
    { body: { b: 1 } },
  ],
  [
    "a type that is none",
    { ...json({ a: 1 }, "POST", "/v1/versions"), headers: { "content-type": "application/ json" } },
    415,
  ],
  [
    "two types",
    { ...json({ a: 1 }, "POST", "/v1/versions"), headers: { "content-type": "application/json, text/plain" } },
    415,
  ],
  [
    "objects of a form that may be something else",
    {
      method: "POST",
      path: "/v1/versions",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "either=%7B%22b%22%3A1%7D&maybe=&b=x",
    },
    200,
    { body: { either: { b: 1 }, maybe: null, b: "x" } },
  ],
  [
    "a number in the place of one",
    {
      method: "POST",
      path: "/v1/versions",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "either=7&a=1&maybe=%7B%22a%22%3A1%7D",
    },
    200,
    { body: { either: 7, maybe: { a: 1 } } },
  ],
  [
    "a form with a key that nobody means",
    {
      method: "POST",
      path: "/v1/versions",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "__proto__=1",
    },
    400,
    { error: { details: [{ field: "body" }] } },
  ],
  ["broken JSON in the query", get("/pets?where={a"), 400, { error: { details: [{ field: "query.where" }] } }],
  [
    "headers and cookies",
    get("/pets", { "x-trace": "1,2", cookie: "a=b; seen=true" }),
    200,
    { headers: { "X-Trace": [1, 2] }, cookies: { seen: true } },
  ],
  ["a query that is not encoded", get("/pets?tag=%zz"), 400, { error: { code: "bad_request" } }],
  ["read only and write only", json({ name: "a", secret: "s" }), 201, { id: 7, name: "a", tags: [{ label: "a" }] }],
  ["what is read only", json({ id: 1, name: "a", secret: "s" }), 400, { error: { details: [{ field: "body.id" }] } }],
  [
    "what is missing",
    json({ tags: [{ label: 1, x: 1 }] }),
    400,
    {
      error: {
        details: [
          { field: "body.name" },
          { field: "body.secret" },
          { field: "body.tags[0].x" },
          { field: "body.tags[0].label" },
        ],
      },
    },
  ],
  ["an error of the handler with a status", json({ name: "taken", secret: "s" }), 409, { code: 409 }],
  ["no JSON", json("{"), 400, { error: { details: [{ field: "body" }] } }],
  ["no body", { method: "POST", path: "/v1/pets" }, 400, { error: { details: [{ field: "body" }] } }],
  ["another media type", { ...json({}), headers: { "content-type": "application/xml" } }, 415],
  ["no media type", { ...json({}), headers: {} }, 415],
  [
    "what is no media type",
    { ...json({}), headers: { "content-type": "garbage" } },
    415,
    { error: { message: "The content type must be one of: application/json." } },
  ],
  [
    "an expectation that nobody meets",
    { ...json({}), headers: { expect: "200-ok" } },
    417,
    { error: { code: "expectation_failed" } },
  ],
  ["another charset", { ...json({}), headers: { "content-type": "application/json; charset=latin1" } }, 415],
  [
    "a compressed body",
    { ...json({}), headers: { "content-type": "application/json", "content-encoding": "gzip" } },
    415,
  ],
  ["a body that is too large", json({ name: "x".repeat(3000) }), 413, { error: { code: "payload_too_large" } }],
  [
    "a body that is too large and tells no length",
    {
      ...json({ name: "x".repeat(3000) }),
      headers: { "content-type": "application/json", "transfer-encoding": "chunked" },
    },
    413,
  ],
  ["concrete before templated", get("/pets/mine"), 200, "mine: é"],
  ["a method that only the template has", { method: "DELETE", path: "/v1/pets/mine" }, 405],
  ["a method that nobody has", { method: "PATCH", path: "/v1/pets/mine", body: "{" }, 405],
  ["OPTIONS", { method: "OPTIONS", path: "/v1/pets" }, 405],
  ["HEAD", { method: "HEAD", path: "/v1/pets/mine" }, 200],
  ["HEAD of nothing", { method: "HEAD", path: "/v1/nothing" }, 404],
  ["JSON of two", get("/pets/1"), 200, { id: 1, name: "1" }],
  ["CSV of two", get("/pets/csv"), 200, "id;name\n"],
  ["a type that is not there", get("/pets/1", { accept: "image/png" }), 406, { code: 406 }],
  ["a type that is refused by its weight", get("/pets/mine", { accept: "text/plain;q=0, image/*" }), 406],
  ["a range of types", get("/pets/mine", { accept: "text/*;q=0.1" }), 200],
  ["an encoded slash", get("/pets/a%2Fb"), 200, { name: "a/b" }],
  ["letters that need no encoding", get("/p%65ts/%6dine"), 200, "mine: é"],
  ["other letters", get("/pets/%c3%A9%20x"), 200, { name: "é x" }],
  ["an empty segment", get("/pets/"), 404],
  ["a slash at the end", get("/pets/mine/"), 404],
  ["capital letters", get("/Pets/mine"), 404],
  ["an address that cannot be read", get("/pets/%zz"), 400],
  ["an address that is no UTF-8", get("/pets/%ff"), 400],
  ["a long parameter", get(`/pets/${"x".repeat(2000)}`), 200],
  ["the description's own form", { method: "DELETE", path: "/v1/pets/x" }, 400, { status: 400 }],
  ["no content", { method: "DELETE", path: "/v1/pets/1" }, 204, ""],
  ["two parameters in a segment", get("/compare/a.b...c.d"), 200, { path: { base: "a.b", head: "c.d" } }],
  ["a name with its type", get("/files/a.b.c"), 200],
  ["two separators for two parameters", get("/compare/a...b...c"), 200, { path: { base: "a...b", head: "c" } }],
  ["a name alone", get("/files/a"), 200, { path: { id: "a" } }],
  ["a type without a name", get("/files/.env"), 200, { path: { id: ".env" } }],
  ["a name without its type", get("/files/a."), 200, { path: { id: "a." } }],
  ["a star", get("/stars/a*b"), 200, '"a*b"'],
  ["another star in the same place", get("/stars/c%2Ad"), 200, '"c*d"'],
  ["a parameter in the place of a star", get("/stars/a**b"), 200, '"a{star}b"'],
  ["an encoded slash in the place of a star", get("/stars/a%2Fb"), 200, '"a/b"'],
  ["a percent sign behind a parameter", get("/discounts/5%25/a"), 200, { path: { percent: 5, id: "a" } }],
  [
    "styles",
    get("/styles/1,2/.a.b%20c/;matrix=a,1,b,x"),
    200,
    { path: { simple: [1, 2], label: ["a", "b c"], matrix: { a: 1, b: "x" } } },
  ],
  [
    "separators that are part of a value",
    get("/styles/1,2/.a.b%2Cc/;matrix=a,1,b,x%2Cy"),
    200,
    { path: { simple: [1, 2], label: ["a", "b,c"], matrix: { a: 1, b: "x,y" } } },
  ],
  ["an object of two", get("/numbers/1?page=1&when[gte]=5"), 200, { query: { when: { gte: 5 } } }],
  ["a number of two", get("/numbers/1?page=1&when=5"), 200, { query: { when: 5 } }],
  ["neither of two", get("/numbers/1?page=1&when=x"), 400, { error: { details: [{ field: "query.when" }] } }],
  ["a text of two", get("/numbers/1?page=1&has=patch"), 200, { query: { has: "patch" } }],
  ["a list of one of two", get("/numbers/1?page=1&has=a"), 200, { query: { has: ["a"] } }],
  ["a list of two", get("/numbers/1?page=1&has=a&has=b"), 200, { query: { has: ["a", "b"] } }],
  ["an object made of parts", get("/numbers/1?page=1&all=x,1,y,true"), 200, { query: { all: { x: 1, y: true } } }],
  ["an odd path", { method: "POST", path: "/v1/odd%20(path)+%5Bx%5D/a*b/7:cancel" }, 200, { path: { id: "7" } }],
  [
    "an odd path, encoded",
    { method: "POST", path: "/v1/odd%20%28path%29%2B%5bx%5d/a%2Ab/7%3Acancel" },
    200,
    { path: { id: "7" } },
  ],
  ["odd names", get("/caf%C3%A9/a/b"), 200],
  [
    "a form",
    put("application/x-www-form-urlencoded", "a=1&list=true&list=false"),
    200,
    { body: { a: 1, list: [true, false] } },
  ],
  [
    "a form in other styles",
    put("application/x-www-form-urlencoded", "a=1&meta%5Bn%5D=5&meta[x]=y&expand[]=b&expand[1]=c%2Cd&ids=1,2"),
    200,
    { body: { a: 1, meta: { n: 5, x: "y" }, expand: ["b", "c,d"], ids: [1, 2] } },
  ],
  [
    "a form in other styles, with a fault",
    put("application/x-www-form-urlencoded", "a=1&meta[n]=x&ids=1,y"),
    400,
    { error: { details: [{ field: "body.meta.n" }, { field: "body.ids[1]" }] } },
  ],
  [
    "a form that goes deeper than its style",
    put("application/x-www-form-urlencoded", "a=1&meta[n][o]=5"),
    400,
    { error: { details: [{ field: "body.meta.n" }] } },
  ],
  [
    "a form with too much",
    put("application/x-www-form-urlencoded", "a=1&b=2"),
    400,
    { error: { details: [{ field: "body.b" }] } },
  ],
  [
    "a form without a field",
    put("application/x-www-form-urlencoded", ""),
    400,
    { error: { details: [{ field: "body.a" }] } },
  ],
  ["a text", put("text/plain; charset=utf-8", "é"), 200, { body: "é" }],
  ["a text that is too long", put("text/plain", "x".repeat(11)), 400, { error: { details: [{ field: "body" }] } }],
  ["bytes", put("application/octet-stream", new Uint8Array([0, 255])), 200, { body: { bytes: "00ff" } }],
  ["a merge patch", put("application/merge-patch+json", '{"a":null}'), 200, { body: { a: null } }],
  ["an optional body that is left out", { method: "PUT", path: "/v1/bodies" }, 200, {}],
  [
    "files",
    multipart(
      'name="title"\r\n\r\nA',
      'name="count"\r\n\r\n5',
      'name="meta"\r\ncontent-type: application/json\r\n\r\n{"a":1}',
      'name="photo"; filename="p.png"\r\ncontent-type: image/png\r\n\r\nPNG',
      'name="more"; filename="q"\r\n\r\nQ',
    ),
    200,
    {
      body: {
        title: "A",
        count: 5,
        meta: { a: 1 },
        photo: { file: "p.png", type: "image/png", text: "PNG" },
        more: [{ file: "q" }],
      },
    },
  ],
  [
    "a form with lines around it",
    around(multipart('name="title"\r\n\r\nA', 'name="photo"; filename="a"\r\n\r\n1')),
    200,
    { body: { title: "A", photo: { file: "a" } } },
  ],
  [
    "a file that is there twice",
    multipart('name="title"\r\n\r\nA', 'name="photo"; filename="a"\r\n\r\n1', 'name="photo"; filename="b"\r\n\r\n2'),
    400,
    { error: { details: [{ field: "body.photo" }] } },
  ],
  ...(["1", "1234"] as const).map((content): Row => {
    const small = `name="small"; filename="s"\r\n\r\n${content}`;
    const sent = multipart('name="title"\r\n\r\nA', 'name="photo"; filename="a"\r\n\r\n1', small);
    return [`a file of ${content.length} bytes`, sent, 400, { error: { details: [{ field: "body.small" }] } }];
  }),
  [
    "a file of 3 bytes, which is 1 character",
    multipart(
      'name="title"\r\n\r\nA',
      'name="photo"; filename="a"\r\n\r\n1',
      'name="small"; filename="s"\r\n\r\n\u20ac',
    ),
    200,
    { body: { small: { text: "\u20ac" } } },
  ],
  [
    "a form without its file",
    multipart('name="title"\r\n\r\nA', 'name="count"\r\n\r\nx'),
    400,
    { error: { details: [{ field: "body.photo" }, { field: "body.count" }] } },
  ],
  [
    "a part that is no JSON",
    multipart('name="title"\r\n\r\nA', 'name="photo"; filename="p"\r\n\r\n', 'name="meta"\r\n\r\n{'),
    400,
    { error: { details: [{ field: "body.meta" }] } },
  ],
  [
    "a multipart body that is none",
    { ...multipart(), body: "nonsense" },
    400,
    { error: { details: [{ field: "body" }] } },
  ],
  ["a stream", get("/bodies"), 200, "\x89PNG"],
  ["a stream of nothing", get("/streams/empty"), 200, ""],
  ["a stream that fails before its first byte", get("/streams/fails"), 500, { error: { code: "internal_error" } }],
  ["a reply as described", get("/broken/fine"), 200, { a: 1, open: true }],
  ["a reply of a type that is not described", get("/broken/type"), 500, { error: { code: "internal_error" } }],
  ["a header that would be two", get("/broken/header"), 500, { error: { code: "internal_error" } }],
  ["a status that HTTP does not have", get("/broken/no-status"), 500, { error: { code: "internal_error" } }],
  ["a reply that breaks its schema", get("/broken/schema"), 500, { error: { code: "internal_error", details: [] } }],
  ["a reply of another status", get("/broken/status"), 500],
  [
    "an error that nobody expects",
    get("/broken/throws"),
    500,
    { error: { message: "Something went wrong on our side." } },
  ],
  ["something thrown that is no error", get("/broken/number"), 500],
  ["no credential", get("/secret"), 401],
  ["no login", get("/login"), 401],
  ["a wrong key", get("/secret", { "x-api-key": "wrong" }), 401],
  ["a key", get("/secret", { "x-api-key": "right" }), 200, { scheme: "key", subject: "robot" }],
  [
    "a login",
    get("/secret", { authorization: `Basic ${Buffer.from("ann:pass").toString("base64")}` }),
    200,
    { subject: "ann" },
  ],
  ["an unsigned token", get("/secret", { authorization: "Bearer eyJhbGciOiJub25lIn0.eyJzY29wZSI6InJlYWQifQ." }), 401],
  [
    "a method that OpenAPI 3.1 has no word for",
    { method: "QUERY", path: "/v1/pets" },
    405,
    { error: { code: "method_not_allowed" } },
  ],
  ["nothing for a body that is nothing", { ...put("nonsense", "a"), path: "/v1/nothing" }, 404],
  ["nothing", get("/nothing"), 404, { error: { code: "not_found" } }],
  ["what is beside the service", { path: "/other" }, 404],
  ["health", { path: "/-/live" }, 200, { status: "live" }],
  ["readiness", { path: "/-/ready" }, 200, { status: "ready" }],
  ["the docs", { path: "/-/docs/" }, 200],
  ["the description", { path: "/-/docs/openapi.json" }, 200, { openapi: "3.1.0" }],
];

test.each(rows.map((row) => [row[0], row] as const))("%s", async (_name, [, sent, status, body]) => {
  const answers = [];
  for (const service of services) {
    answers.push(await service.send({ ...sent, headers: { "x-request-id": "r-1", ...sent.headers } }));
  }
  const [first, ...others] = answers;
  expect(first?.status, first?.body).toBe(status);
  if (typeof body === "string")
    expect(Buffer.from(first?.body ?? "", "latin1").toString(body.startsWith("\x89") ? "latin1" : "utf8")).toBe(body);
  else if (body !== undefined)
    expect(JSON.parse(Buffer.from(first?.body ?? "", "latin1").toString())).toMatchObject(body as object);
  expect(first?.headers["x-request-id"]).toBe("r-1");
  for (const [index, answer] of others.entries()) expect(answer, services[index + 1]?.framework).toEqual(first);
});

test.each([
  ["/v1/secret", 'ApiKey in="header", Basic realm="api", charset="UTF-8", Bearer'],
  ["/v1/login", 'Basic realm="api", charset="UTF-8"'],
])("%s says which credentials it takes", async (path, challenge) => {
  for (const service of services) expect((await service.send({ path })).headers["www-authenticate"]).toBe(challenge);
});

test("a stream that fails after its first byte cuts the connection", async () => {
  for (const { port, framework } of services) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.write("GET /v1/streams/fails-late HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    const answer = await text(socket);
    expect(answer, framework).toMatch(/^HTTP\/1.1 200 [\s\S]*\r\n1\r\na\r\n$/);
  }
});

describe("what is not HTTP", () => {
  test.each([
    ["an unknown method", "FOO / HTTP/1.1\r\nhost: a\r\n\r\n", 501],
    ["a line that cannot be read", "GET / HTTQ\r\nhost: a\r\n\r\n", 400],
    ["headers that are too large", `GET / HTTP/1.1\r\nhost: a\r\nx: ${"x".repeat(40_000)}\r\n\r\n`, 431],
  ])("%s gets the error form", async (_name, request, status) => {
    for (const { port, framework } of services) {
      const socket = connect(port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(request);
      const answer = await text(socket);
      expect(answer, framework).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)), framework).toMatchObject({
        error: { details: [] },
      });
    }
  });
});
