import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FrameworkName, frameworks } from "../../../tools/compiler/emit/routes/frameworks";
import { type Answer, type ShopService, startShop, stopPostgres, token } from "./shop-service";

/** The same handlers on every framework. */
describe.each(Object.keys(frameworks) as FrameworkName[])("on %s", (framework) => {
  let shop: ShopService;
  let admin: string;

  beforeAll(async () => {
    shop = await startShop({ BODY_LIMIT_BYTES: "2000" }, framework);
    admin = await token();
  });
  afterAll(async () => {
    await shop?.stop();
    await stopPostgres();
  });

  function expectError(answer: Answer, status: number, code: string, fields?: readonly string[]): void {
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(answer.body.error.code).toBe(code);
    expect(answer.body.error.message).not.toBe("");
    expect(answer.body.meta.requestId).toBe(answer.headers["x-request-id"]);
    expect(Object.keys(answer.body).sort()).toEqual(["error", "meta"]);
    if (fields !== undefined)
      expect(answer.body.error.details.map((one: { field: string }) => one.field)).toEqual(fields);
  }

  describe("400", () => {
    test("names every field that is wrong, and no value", async () => {
      const body = {
        customerId: "7",
        items: [
          { productId: 1, quantity: 0 },
          { quantity: 2, sku: "secret" },
        ],
        extra: 1,
      };
      const answer = await shop.call("POST", "/v1/orders", { token: admin, body });
      expectError(answer, 400, "bad_request");
      expect(answer.body.error.details).toEqual(
        expect.arrayContaining([
          { field: "body.customerId", message: "must be integer" },
          { field: "body.items[0].quantity", message: "must be >= 1" },
          { field: "body.items[1].productId", message: "is required" },
          { field: "body.items[1].sku", message: "is not allowed" },
          { field: "body.extra", message: "is not allowed" },
        ]),
      );
      expect(JSON.stringify(answer.body)).not.toContain("secret");
    });

    test("lists at most twenty fields", async () => {
      const items = Array.from({ length: 40 }, () => ({}));
      const answer = await shop.call("POST", "/v1/orders", { token: admin, body: { items } });
      expectError(answer, 400, "bad_request");
      expect(answer.body.error.details).toHaveLength(20);
    });

    test.each([
      ["limit=0", "query.limit"],
      ["limit=1.5", "query.limit"],
      ["limit=1e1", "query.limit"],
      ["limit=101", "query.limit"],
      ["limit=1&limit=2", "query.limit"],
      ["sort=id", "query.sort"],
      ["isActive=1", "query.isActive"],
      ["currency=eur", "query.currency"],
      ["categoryId=%zz", "query"],
      ["categoryId=9007199254740993", "query.categoryId"],
    ])("for the query %s", async (query, field) => {
      expectError(await shop.call("GET", `/v1/products?${query}`), 400, "bad_request", [field]);
    });

    test("for a path parameter that is no number", async () => {
      expectError(await shop.call("GET", "/v1/products/abc"), 400, "bad_request", ["path.productId"]);
    });

    test.each(["{", "", "\u0000", '{"__proto__":{"a":1}}'])("for the body %j", async (body) => {
      expectError(await shop.call("POST", "/v1/categories", { token: admin, body }), 400, "bad_request", ["body"]);
    });

    test("says that a key is not allowed, and of an unknown property only that", async () => {
      const proto = await shop.call("POST", "/v1/categories", { token: admin, body: '{"__proto__":{}}' });
      expect(proto.body.error.details).toEqual([{ field: "body", message: "must not have the key `__proto__`" }]);
      const body = { slug: "one", name: "One", extra: 1 };
      const extra = await shop.call("POST", "/v1/categories", { token: admin, body });
      expect(extra.body.error.details).toEqual([{ field: "body.extra", message: "is not allowed" }]);
    });

    test("for a body that breaks a rule of the database alone", async () => {
      const body = { email: "a@b", name: "x" };
      expectError(await shop.call("POST", "/v1/customers", { token: admin, body }), 400, "bad_request");
      const review = { productId: 999, customerId: 999, rating: 1, title: "x" };
      const answer = await shop.call("POST", "/v1/reviews", { token: admin, body: review });
      expectError(answer, 400, "bad_request", ["body.productId"]);
    });
  });

  describe("400 for a value that only the database refuses names its field", () => {
    const cursor = (...values: unknown[]) =>
      Buffer.from(JSON.stringify(["created_at", "ASC", ...values])).toString("base64url");
    const category = { slug: "nul", name: "nul \u0000 nul" };
    test.each([
      ["a character that is no text", "POST", "/v1/categories", category, "body.name"],
      [
        "the same in one of several parameters",
        "PATCH",
        "/v1/categories/1",
        { slug: "nul", name: "\u0000" },
        "body.name",
      ],
      [
        "a cursor whose time is none",
        "GET",
        `/v1/products?sort=createdAt&cursor=${cursor("soon", 1)}`,
        undefined,
        "query.cursor",
      ],
      [
        "a cursor whose key is too large",
        "GET",
        `/v1/products?sort=createdAt&cursor=${cursor("2026-01-01", "9".repeat(30))}`,
        undefined,
        "query.cursor",
      ],
    ])("%s", async (_, method, path, body, field) => {
      const answer = await shop.call(method, path, { token: admin, body });
      expectError(answer, 400, "bad_request", [field]);
      expect(answer.body.error.details[0].message).toMatch(/^(has a character|is out of range|is not of the form)/);
    });
  });

  describe("401 and 403", () => {
    test("without a token, before anything else is looked at", async () => {
      const answer = await shop.call("POST", "/v1/categories", { body: "{" });
      expectError(answer, 401, "unauthorized", []);
      expect(answer.headers["www-authenticate"]).toBe("Bearer");
    });

    test("with a token that is expired, of a wrong algorithm, unsigned, or nonsense", async () => {
      const unsigned = [{ alg: "none" }, { scope: "customers:read", exp: 4102444800 }]
        .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
        .join(".");
      const tokens = [
        await token(undefined, { expires: "-1h" }),
        await token(undefined, { algorithm: "HS256" }),
        `${unsigned}.`,
        "nonsense",
        `${admin.slice(0, -4)}AAAA`,
      ];
      for (const one of tokens)
        expectError(await shop.call("GET", "/v1/customers", { token: one }), 401, "unauthorized");
    });

    test("with a token that lacks the scope", async () => {
      const reader = await token(["customers:read"]);
      expect((await shop.call("GET", "/v1/customers", { token: reader })).status).toBe(200);
      expectError(await shop.call("DELETE", "/v1/customers/1", { token: reader }), 403, "forbidden");
    });
  });

  describe("404, 405, 409", () => {
    test("for what is not there", async () => {
      expectError(await shop.call("GET", "/v1/nothing"), 404, "not_found");
      expectError(await shop.call("GET", "/v1/reviews/999"), 404, "not_found");
      expectError(await shop.call("DELETE", "/v1/reviews/999", { token: admin }), 404, "not_found");
      expectError(await shop.call("GET", "/v1/customers/999/addresses", { token: admin }), 404, "not_found");
      const address = { line1: "Street 1", city: "Bern", postalCode: "3000", country: "CH" };
      const answer = await shop.call("POST", "/v1/customers/999/addresses", { token: admin, body: address });
      expectError(answer, 404, "not_found");
      const stock = await shop.call("PUT", "/v1/products/999/inventory", { token: admin, body: { quantity: 1 } });
      expectError(stock, 404, "not_found");
    });

    test("for a method that a path does not have", async () => {
      const answer = await shop.call("PUT", "/v1/reviews/1", { token: admin, body: {} });
      expectError(answer, 405, "method_not_allowed");
      expect(answer.headers.allow).toBe("DELETE, GET, HEAD");
    });

    test("for what is taken or still in use", async () => {
      const body = { slug: "taken", name: "Taken" };
      const created = await shop.call("POST", "/v1/categories", { token: admin, body });
      const again = await shop.call("POST", "/v1/categories", { token: admin, body });
      expectError(again, 409, "conflict", ["body.slug"]);
      const product = { categoryId: created.body.data.id, sku: "USED-1", name: "x", priceCents: 1 };
      expect((await shop.call("POST", "/v1/products", { token: admin, body: product })).status).toBe(201);
      const inUse = await shop.call("DELETE", `/v1/categories/${created.body.data.id}`, { token: admin });
      expectError(inUse, 409, "conflict", []);
      const stock = { quantity: 1, reserved: 2 };
      const path = "/v1/products/1/inventory";
      expectError(await shop.call("PUT", path, { token: admin, body: stock }), 409, "conflict", ["body.reserved"]);
    });
  });

  describe("413, 415, 429, 500", () => {
    test("for a body that is too large", async () => {
      const body = { slug: "large", name: "x".repeat(4000) };
      expectError(await shop.call("POST", "/v1/categories", { token: admin, body }), 413, "payload_too_large");
    });

    test("for a body that is no JSON", async () => {
      const headers = { "content-type": "application/xml" };
      const answer = await shop.call("POST", "/v1/categories", { token: admin, body: "<a/>", headers });
      expectError(answer, 415, "unsupported_media_type");
    });

    test("for too many requests, health checks excepted", async () => {
      const limited = await startShop({ RATE_LIMIT_MAX: "2" }, framework);
      try {
        for (let count = 0; count < 2; count++) expect((await limited.call("GET", "/v1/products")).status).toBe(200);
        const answer = await limited.call("GET", "/v1/products");
        expectError(answer, 429, "too_many_requests");
        expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
        expect((await limited.call("GET", "/-/ready")).status).toBe(200);
      } finally {
        await limited.stop();
      }
    });

    test("for a database that is gone, without a word about it", async () => {
      const broken = await startShop({ DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" }, framework);
      try {
        const answer = await broken.call("GET", "/v1/products");
        expectError(answer, 500, "internal_error", []);
        expect(JSON.stringify(answer.body.error)).not.toMatch(/127|ECONN|nobody/);
        const ready = await broken.call("GET", "/-/ready");
        expect([ready.status, ready.body]).toEqual([503, { status: "not ready", instance: "test" }]);
        expect((await broken.call("GET", "/-/live")).status).toBe(200);
      } finally {
        await broken.stop();
      }
    });
  });

  test("a request id of the client is kept if it is harmless", async () => {
    const kept = await shop.call("GET", "/v1/products", { headers: { "x-request-id": "abc-1" } });
    expect(kept.body.meta.requestId).toBe("abc-1");
    const replaced = await shop.call("GET", "/v1/products", { headers: { "x-request-id": "a b\u00e9" } });
    expect(replaced.body.meta.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("readiness tells the instance; answers carry security headers", async () => {
    const answer = await shop.call("GET", "/-/ready");
    expect(answer.body).toEqual({ status: "ready", instance: "test" });
    expect(answer.headers["content-security-policy"]).toContain("default-src 'self'");
  });
});
