import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../report/json";
import { type ApiDocument, operationsOf } from "./api-document";
import { type AttackCase, headerOf, type Seed } from "./attack-case";
import { curlLine } from "./curl-line";
import { formBody } from "./form-body";
import { madeRequest } from "./made-request";
import { makeCases } from "./make-cases";
import { oracleFor } from "./oracle";
import { decodeFields } from "./written-value";

const address = {
  type: "object",
  required: ["city"],
  additionalProperties: false,
  properties: { city: { type: "string", maxLength: 10 }, zip: { type: "integer", minimum: 1 } },
};
const fields = {
  quantity: { type: "integer", minimum: 1, maximum: 9 },
  note: { type: "string", minLength: 1, maxLength: 20 },
  kind: { enum: ["gift", "sale"] },
  isUrgent: { type: "boolean" },
  mail: { type: "string", format: "email" },
  tags: { type: "array", items: { type: "string", pattern: "^[a-z]+$" }, maxItems: 2 },
  ids: { type: "array", items: { type: "integer" }, maxItems: 3 },
  address,
  home: address,
};
const form = { type: "object", required: ["quantity", "note"], additionalProperties: false, properties: fields };
const upload = {
  type: "object",
  required: ["title", "photo"],
  additionalProperties: false,
  properties: {
    title: { type: "string", maxLength: 10 },
    count: { type: "integer", minimum: 1 },
    photo: { type: "string", format: "binary", maxLength: 100 },
    home: address,
  },
};

const document = {
  paths: {
    "/orders": {
      post: {
        operationId: "createOrder",
        requestBody: {
          required: true,
          content: {
            "application/x-www-form-urlencoded": {
              schema: form,
              encoding: { address: { style: "deepObject", explode: true }, ids: { style: "form", explode: false } },
            },
          },
        },
        responses: {},
      },
      get: {
        operationId: "listOrders",
        security: [{ key: [] }, { login: [] }, { token: [] }],
        parameters: [
          {
            name: "filter",
            in: "query",
            style: "deepObject",
            explode: true,
            required: true,
            schema: {
              type: "object",
              required: ["from"],
              additionalProperties: false,
              properties: {
                from: { type: "integer", minimum: 1 },
                note: { type: "string", maxLength: 5 },
                place: { type: "object", required: ["city"], properties: { city: { type: "string" } } },
              },
            },
          },
        ],
        responses: {},
      },
    },
    "/photos": {
      post: {
        operationId: "upload",
        requestBody: { required: true, content: { "multipart/form-data": { schema: upload } } },
        responses: {},
      },
    },
    "/secrets/{secretId}": {
      delete: {
        operationId: "deleteSecret",
        security: [{ cookieKey: [] }, { queryKey: [], token: [] }],
        parameters: [{ name: "secretId", in: "path", required: true, schema: { type: "integer" } }],
        responses: {},
      },
    },
  },
  components: {
    schemas: {},
    securitySchemes: {
      key: { type: "apiKey", in: "header", name: "X-Key" },
      queryKey: { type: "apiKey", in: "query", name: "key" },
      cookieKey: { type: "apiKey", in: "cookie", name: "session" },
      login: { type: "http", scheme: "basic" },
      token: { type: "http", scheme: "bearer" },
    },
  },
} as unknown as ApiDocument;

const oracle = oracleFor(document);
const operations = operationsOf(document);
const rightForm =
  "quantity=3&note=a%20b&kind=gift&isUrgent=true&mail=a%40b.example&tags=a&tags=b&ids=1%2C2&address%5Bcity%5D=Ulm&address%5Bzip%5D=1&home=%7B%22city%22%3A%22Ulm%22%7D";
const seeds: readonly Seed[] = [
  {
    operation: "createOrder",
    request: {
      method: "POST",
      target: "/orders",
      headers: [["Content-Type", "application/x-www-form-urlencoded"]],
      body: Buffer.from(rightForm),
    },
    status: 201,
  },
  {
    operation: "listOrders",
    request: { method: "GET", target: "/orders?filter%5Bfrom%5D=7", headers: [["Authorization", "Bearer right"]] },
    status: 200,
  },
];

function madeSeed(id: string): Seed {
  const operation = operations.find((one) => one.id === id);
  if (operation === undefined) throw new Error(`no ${id}`);
  const made = madeRequest({ document, oracle, operations, seeds, token: "right", keys: [] }, operation);
  if ("reason" in made) throw new Error(made.reason);
  return { operation: id, request: made.request, status: 200, ...(made.isKeyless ? { isKeyless: true } : {}) };
}

const all = [...seeds, madeSeed("upload"), madeSeed("deleteSecret")];
const { cases } = makeCases(document, oracle, operations, all, { token: "right", keys: [], faulty: {} });
const named = new Map(cases.map((one) => [`${one.operation} ${one.name}`, one]));

function caseOf(name: string): AttackCase {
  const found = named.get(name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}

const bodyOf = (name: string) => caseOf(name).request.body?.toString() ?? "";

describe("forms", () => {
  it("reads the right form as what it stands for", () => {
    const operation = operations.find((one) => one.id === "createOrder");
    const read = operation && formBody(document, oracle, operation, seeds[0] as Seed);
    expect(read?.value).toEqual({
      quantity: 3,
      note: "a b",
      kind: "gift",
      isUrgent: true,
      mail: "a@b.example",
      tags: ["a", "b"],
      ids: [1, 2],
      address: { city: "Ulm", zip: 1 },
      home: { city: "Ulm" },
    });
    expect(read?.fieldsOf(read.value)).toEqual(decodeFields(rightForm));
  });

  it.each<readonly [name: string, sent: RegExp]>([
    ["body.quantity: missing", /^note=/],
    ["body.quantity: a text for integer", /quantity=specline&/],
    ["body.quantity: below minimum", /quantity=0&/],
    ["body.quantity: above maximum", /quantity=10&/],
    ["body.quantity: a fraction", /quantity=1.5&/],
    ["body.quantity: beyond 64 bits", /quantity=9223372036854775808&/],
    ["body.quantity: hexadecimal", /quantity=0x1f$/],
    ["body.quantity: empty", /quantity=$/],
    ["body.quantity: given twice", /quantity=3&quantity=3$/],
    ["body.isUrgent: 2 for a boolean", /isUrgent=2$/],
    ["body.note: longer than maxLength", /note=a{21}&/],
    ["body.note: SQL injection", /note=specline'%20OR/],
    ["body.kind: SQL injection", /kind=specline'%20OR/],
    ["body.mail: no email", /mail=specline%3A%20none/],
    ["body.tags: more than maxItems", /tags=a&tags=b&tags=a/],
    ["body.tags[0]: against its pattern", /tags=%C2%A7!%0A&tags=b/],
    ["body.ids: more than maxItems", /ids=1%2C2%2C1%2C1&/],
    ["body.ids[0]: a text for integer", /ids=specline%2C2&/],
    ["body.address.city: missing", /ids=1%2C2&address%5Bzip%5D=1&home/],
    ["body.address.zip: a text for integer", /address%5Bzip%5D=specline/],
    ["body.address: an unknown property", /address%5BspeclineUnknown%5D=1/],
    ["body.home: an unknown property", /home=%7B%22city%22%3A%22Ulm%22%2C%22speclineUnknown%22%3A1%7D/],
    ["body: an unknown property", /&speclineUnknown=1$/],
    ["body: __proto__", /&__proto__=/],
    ["body: %zz in quantity", /quantity=%zz$/],
    ["body: no UTF-8 in kind", /kind=%ff%c0%80$/],
    ["body: JSON in place of the form", /^\{"quantity":3/],
    ["body: empty", /^$/],
  ])("sends %s", (name, sent) => {
    expect(bodyOf(`createOrder ${name}`)).toMatch(sent);
  });

  it.each([
    ['createOrder body.quantity: "3" for integer', "texts are all that there is"],
    ["createOrder body.note: 42 for string", "digits are a text"],
    ["createOrder body.kind: null for string", "what is null is left out, and it is optional"],
  ])("does not send %s: %s", (name) => {
    expect(named.has(name)).toBe(false);
  });

  it("asks only for survival where a tolerant reader may be right", () => {
    expect(caseOf("createOrder body: %zz in note").expected).toEqual({ kind: "survived" });
    expect(caseOf("createOrder body: %zz in quantity").expected.kind).toBe("refused");
    expect(caseOf("createOrder body: %zz in mail").expected.kind).toBe("refused");
  });

  it("calls wrong only what no reading makes right", () => {
    const operation = operations.find((one) => one.id === "createOrder");
    const wrong = cases.filter(
      (one) => one.operation === "createOrder" && one.class === "body" && one.expected.kind === "refused",
    );
    expect(wrong.length).toBeGreaterThan(40);
    for (const { request, name } of wrong)
      expect(operation && formBody(document, oracle, operation, { request }), name).toBeUndefined();
  });

  it.each([
    ["header.Content-Type: multipart/form-data", "multipart/form-data; boundary=specline"],
    ["header.Content-Type: application/json", "application/json"],
    ["header.Content-Type: missing", undefined],
  ])("sends %s", (name, type) => {
    expect(headerOf(caseOf(`createOrder ${name}`).request, "content-type")).toBe(type);
  });
});

describe("multipart forms", () => {
  it.each<readonly [name: string, sent: RegExp, kind: string]>([
    ["body.title: missing", /^--specline-4f1d8c60\r\nContent-Disposition: form-data; name="photo"; filename/, "body"],
    [
      "body.photo: missing",
      /name="title"\r\n\r\na\r\n--specline-4f1d8c60\r\nContent-Disposition: form-data; name="count"/,
      "body",
    ],
    [
      "body.photo: longer than maxLength",
      /filename="specline.bin"\r\nContent-Type: application\/octet-stream\r\n\r\na{101}\r\n/,
      "size",
    ],
    ["body.title: longer than maxLength", /name="title"\r\n\r\na{11}\r\n/, "size"],
    ["body.count: a text for integer", /name="count"\r\n\r\nspecline\r\n/, "body"],
    ["body.title: given twice", /name="title"\r\n\r\na\r\n.*\r\n.*name="title"/, "body"],
    ["body.home.city: missing", /name="home"\r\n\r\n\{"zip":1\}/, "body"],
    ["body: an unknown property", /name="speclineUnknown"/, "body"],
    ["body: without its last boundary", /[^-]\r\n$/, "syntax"],
    ["body: the part title without a name", /Content-Disposition: form-data\r\n\r\na\r\n/, "syntax"],
    ["header.Content-Type: without the boundary", /^--specline/, "media type"],
    ["header.Content-Type: another boundary than the body's", /^--specline/, "media type"],
    ["header.Content-Type: application/x-www-form-urlencoded", /^--specline/, "media type"],
  ])("sends %s", (name, sent, kind) => {
    const one = caseOf(`upload ${name}`);
    expect(one.request.body?.toString()).toMatch(sent);
    expect(one.class).toBe(kind);
    expect(one.expected.kind).toBe("refused");
  });
});

describe("objects in the query", () => {
  const targets = (name: string) => decodeURIComponent(caseOf(`listOrders query.filter${name}`).request.target);
  it.each([
    [": missing", "/orders"],
    [": a text for object", "/orders?filter=specline"],
    [".from: missing", "/orders?filter[note]=a&filter[place][city]=a"],
    [".from: a text for integer", "/orders?filter[from]=specline&filter[note]=a&filter[place][city]=a"],
    [".from: below minimum", "/orders?filter[from]=0&filter[note]=a&filter[place][city]=a"],
    [": an unknown property", "/orders?filter[from]=7&filter[note]=a&filter[place][city]=a&filter[speclineUnknown]=1"],
    [".note: longer than maxLength", "/orders?filter[from]=7&filter[note]=aaaaaa&filter[place][city]=a"],
    [".place: a text for object", "/orders?filter[from]=7&filter[note]=a&filter[place]=specline"],
  ])("sends query.filter%s", (name, target) => {
    expect(targets(name)).toBe(target);
    expect(caseOf(`listOrders query.filter${name}`).expected.kind).toBe("refused");
  });
});

describe("keys and passwords", () => {
  const sent = (name: string) => {
    const { request } = caseOf(name);
    return { target: request.target, headers: Object.fromEntries(request.headers) };
  };
  it.each<readonly [name: string, target: string, headers: Readonly<Record<string, JsonValue>>]>([
    ["listOrders credential: none", "/orders?filter%5Bfrom%5D=7", {}],
    ["deleteSecret credential cookieKey: none", "/secrets/2147483600", {}],
    ["listOrders credential key: a wrong key", "/orders?filter%5Bfrom%5D=7", { "X-Key": "specline-0000000000000000" }],
    [
      "listOrders credential key: a key in the query and not in the header",
      "/orders?filter%5Bfrom%5D=7&X-Key=specline-0000000000000000",
      {},
    ],
    [
      "listOrders credential key: a key as a bearer token",
      "/orders?filter%5Bfrom%5D=7",
      { Authorization: "Bearer specline-0000000000000000" },
    ],
    ["listOrders credential login: no colon", "/orders?filter%5Bfrom%5D=7", { Authorization: "Basic c3BlY2xpbmU=" }],
    ["listOrders credential login: no base64", "/orders?filter%5Bfrom%5D=7", { Authorization: "Basic %%%" }],
    [
      "deleteSecret credential cookieKey: a wrong key",
      "/secrets/2147483600",
      { Cookie: "session=specline-0000000000000000" },
    ],
    ["deleteSecret credential queryKey: a wrong key", "/secrets/2147483600?key=specline-0000000000000000", {}],
  ])("sends %s", (name, target, headers) => {
    expect(sent(name)).toEqual({ target, headers });
    expect(caseOf(name).expected).toEqual({ kind: "refused", statuses: [401, 403] });
  });

  const keys = [
    { scheme: "key", variable: "SPECLINE_KEY_KEY", value: "right-key-1" },
    { scheme: "queryKey", variable: "SPECLINE_KEY_QUERYKEY", value: "right key/2" },
    { scheme: "login", variable: "SPECLINE_KEY_LOGIN", value: "jane:right-pass" },
  ];
  const keyedSeeds: readonly Seed[] = [
    {
      operation: "listOrders",
      request: { method: "GET", target: "/orders?filter%5Bfrom%5D=7", headers: [["X-Key", "right-key-1"]] },
      status: 200,
    },
    {
      operation: "deleteSecret",
      request: {
        method: "DELETE",
        target: "/secrets/5?key=right%20key%2F2",
        headers: [["Authorization", "Bearer right"]],
      },
      status: 0,
    },
  ];
  const keyed = new Map(
    makeCases(document, oracle, operations, keyedSeeds, {
      token: "right",
      keys,
      faulty: {},
    }).cases.map((one) => [`${one.operation} ${one.name}`, one]),
  );
  const encoded = (text: string) => `Basic ${Buffer.from(text).toString("base64")}`;

  it.each<readonly [name: string, target: RegExp, headers: Readonly<Record<string, string>>]>([
    // What another alternative would open is taken off.
    ["listOrders credential: none", /^[^?]*\?filter[^&]*$/, {}],
    ["listOrders credential: garbage", /^[^?]*\?filter[^&]*$/, { Authorization: "Bearer specline" }],
    ["listOrders credential key: the right key, cut short", /filter/, { "X-Key": "right-key-" }],
    ["listOrders credential key: the right key and one character more", /filter/, { "X-Key": "right-key-1x" }],
    ["listOrders credential key: the right key in the query and not in the header", /&X-Key=right-key-1$/, {}],
    [
      "listOrders credential key: the right key in the cookie and not in the header",
      /filter/,
      { Cookie: "X-Key=right-key-1" },
    ],
    [
      "listOrders credential login: the right user with a wrong password",
      /filter/,
      { Authorization: encoded("jane:specline-0000") },
    ],
    [
      "listOrders credential login: the right password, cut short",
      /filter/,
      { Authorization: encoded("jane:right-pas") },
    ],
    [
      "listOrders credential login: the right password in Proxy-Authorization",
      /filter/,
      { "Proxy-Authorization": encoded("jane:right-pass") },
    ],
    ["deleteSecret credential queryKey: the right key, cut short", /\?key=right%20key%2F$/, {}],
    // What lies behind the keys is attacked with them.
    [
      "deleteSecret path.secretId: a text for a number",
      /\/secrets\/[^?]+\?key=right%20key%2F2$/,
      { Authorization: "Bearer right" },
    ],
  ])("sends with the user's keys: %s", (name, target, headers) => {
    const request = keyed.get(name)?.request;
    expect(request?.target, [...keyed.keys()].join("\n")).toMatch(target);
    expect(Object.fromEntries(request?.headers ?? [])).toEqual(headers);
  });

  it("shows none of the user's keys in a line of curl", () => {
    const lines = [...keyed.values()].map((one) => curlLine(one, "http://127.0.0.1:1", keys)).join("\n");
    for (const secret of [
      "right-key-",
      "right%20key",
      "right key",
      "right-pas",
      encoded("jane:right-pass").slice(6, -2),
    ])
      expect(lines).not.toContain(secret);
    expect(lines).toContain(`-H 'X-Key: '"\${SPECLINE_KEY_KEY%?}"`);
    expect(lines).toContain(`-H 'X-Key: '"$SPECLINE_KEY_KEY"'x'`);
    expect(lines).toContain(`-H 'Authorization: Basic '"$(printf %s "\${SPECLINE_KEY_LOGIN%?}" | base64 -w0)"`);
    expect(lines).toContain(`?key='"$SPECLINE_KEY_QUERYKEY"`);
  });

  it("attacks at its door only what nobody has a key for", () => {
    expect([...new Set(cases.filter((one) => one.operation === "deleteSecret").map((one) => one.class))]).toEqual([
      "credentials",
    ]);
  });
});
