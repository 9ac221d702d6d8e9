import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { type FrameworkName, frameworks } from "../../../tools/compiler/emit/routes/frameworks";
import { type Answer, type Call, type ShopService, startShop, stopPostgres, token } from "./shop-service";

/** The same handlers on every framework. */
describe.each(Object.keys(frameworks) as FrameworkName[])("on %s", (framework) => {
  let shop: ShopService;
  let admin: string;
  const done = new Set<string>();

  beforeAll(async () => {
    shop = await startShop({}, framework);
    admin = await token();
  });
  afterAll(async () => {
    await shop?.stop();
    await stopPostgres();
  });

  /** Calls an operation that must succeed, and remembers that it was called. */
  async function ok(operation: string, status: number, method: string, path: string, call: Call = {}): Promise<Answer> {
    const answer = await shop.call(method, `/v1${path}`, { token: admin, ...call });
    expect(answer.status, `${operation}: ${JSON.stringify(answer.body)}`).toBe(status);
    if (status !== 204) expect(answer.body.meta.requestId).toBe(answer.headers["x-request-id"]);
    done.add(operation);
    return answer;
  }

  describe("every operation answers as described", () => {
    let categoryId: number;
    let productId: number;
    let customerId: number;
    let addressId: number;
    let orderId: number;

    test("categories", async () => {
      const tools = await ok("createCategory", 201, "POST", "/categories", { body: { slug: "tools", name: "Tools" } });
      categoryId = tools.body.data.id;
      expect(tools.headers.location).toBe(`/v1/categories/${categoryId}`);
      expect(tools.body.data).toMatchObject({ slug: "tools", name: "Tools", parentId: null });
      expect(tools.body.data.createdAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      const saws = await ok("createCategory", 201, "POST", "/categories", {
        body: { slug: "saws", name: "Saws", parentId: categoryId },
      });
      const child = `/categories/${saws.body.data.id}`;
      const list = await ok("listCategories", 200, "GET", `/categories?parentId=${categoryId}`);
      expect(list.body.data.map((one: { slug: string }) => one.slug)).toEqual(["saws"]);
      const renamed = await ok("updateCategory", 200, "PATCH", child, { body: { name: "All saws" } });
      expect(renamed.body.data).toMatchObject({ name: "All saws", slug: "saws", parentId: categoryId });
      const root = await ok("updateCategory", 200, "PATCH", child, { body: { parentId: null } });
      expect(root.body.data).toMatchObject({ name: "All saws", parentId: null });
      await ok("deleteCategory", 204, "DELETE", child);
      expect((await shop.call("GET", `/v1${child}`)).status).toBe(404);
      await ok("getCategory", 200, "GET", `/categories/${categoryId}`);
    });

    test("products and their stock", async () => {
      const body = { categoryId, sku: "HAMMER-1", name: "Hammer", priceCents: 1999 };
      const created = await ok("createProduct", 201, "POST", "/products", { body });
      productId = created.body.data.id;
      expect(created.body.data).toMatchObject({ ...body, description: "", currency: "EUR", isActive: true });
      await ok("updateProduct", 200, "PATCH", `/products/${productId}`, { body: { isActive: false, currency: "CHF" } });
      expect((await ok("listProducts", 200, "GET", "/products?isActive=true")).body.data).toEqual([]);
      const replaced = await ok("replaceProduct", 200, "PUT", `/products/${productId}`, { body });
      expect(replaced.body.data).toMatchObject({ isActive: true, currency: "EUR" });
      expect((await ok("getProduct", 200, "GET", `/products/${productId}`)).body.data).toEqual(replaced.body.data);
      const path = `/products/${productId}/inventory`;
      expect((await shop.call("GET", `/v1${path}`)).status).toBe(404);
      await ok("replaceInventory", 200, "PUT", path, { body: { quantity: 5 } });
      const stock = await ok("getInventory", 200, "GET", path);
      expect(stock.body.data).toMatchObject({ productId, quantity: 5, reserved: 0 });
      const extra = await ok("createProduct", 201, "POST", "/products", { body: { ...body, sku: "HAMMER-2" } });
      await ok("deleteProduct", 204, "DELETE", `/products/${extra.body.data.id}`);
    });

    test("customers and their addresses", async () => {
      const body = { email: "ann@example.com", name: "Ann" };
      customerId = (await ok("createCustomer", 201, "POST", "/customers", { body })).body.data.id;
      await ok("getCustomer", 200, "GET", `/customers/${customerId}`);
      const renamed = { ...body, name: "Ann B." };
      const replaced = await ok("replaceCustomer", 200, "PUT", `/customers/${customerId}`, { body: renamed });
      expect(replaced.body.data).toMatchObject(renamed);
      await ok("updateCustomer", 200, "PATCH", `/customers/${customerId}`, { body: { name: "Ann" } });
      expect((await ok("listCustomers", 200, "GET", "/customers?email=ann%40example.com")).body.data).toHaveLength(1);
      const addresses = `/customers/${customerId}/addresses`;
      const address = { line1: "Street 1", city: "Bern", postalCode: "3000", country: "CH" };
      const created = await ok("createCustomerAddress", 201, "POST", addresses, { body: address });
      addressId = created.body.data.id;
      expect(created.body.data).toMatchObject({ ...address, label: "home", line2: null, customerId });
      const work = await ok("replaceCustomerAddress", 200, "PUT", `${addresses}/${addressId}`, {
        body: { ...address, label: "work", line2: "2nd floor" },
      });
      expect(work.body.data).toMatchObject({ label: "work", line2: "2nd floor" });
      expect((await ok("listCustomerAddresses", 200, "GET", `${addresses}?country=CH`)).body.data).toHaveLength(1);
      const second = await ok("createCustomerAddress", 201, "POST", addresses, { body: address });
      await ok("deleteCustomerAddress", 204, "DELETE", `${addresses}/${second.body.data.id}`);
      const gone = await ok("createCustomer", 201, "POST", "/customers", {
        body: { email: "bob@example.com", name: "Bob" },
      });
      await ok("deleteCustomer", 204, "DELETE", `/customers/${gone.body.data.id}`);
    });

    test("orders, whose payment reserves stock", async () => {
      const body = { customerId, addressId, items: [{ productId, quantity: 3 }] };
      const created = await ok("createOrder", 201, "POST", "/orders", { body });
      orderId = created.body.data.id;
      expect(created.body.data).toMatchObject({ status: "pending", totalCents: 5997, note: null });
      expect(created.body.data.items).toMatchObject([{ productId, quantity: 3, unitPriceCents: 1999 }]);
      expect((await ok("getOrder", 200, "GET", `/orders/${orderId}`)).body.data).toEqual(created.body.data);
      expect((await ok("listOrderItems", 200, "GET", `/orders/${orderId}/items`)).body.data).toHaveLength(1);
      const second = (await ok("createOrder", 201, "POST", "/orders", { body })).body.data.id;
      await ok("updateOrder", 200, "PATCH", `/orders/${orderId}`, { body: { status: "paid", note: "Ring twice" } });
      expect((await shop.call("GET", `/v1/products/${productId}/inventory`)).body.data.reserved).toBe(3);
      const short = await shop.call("PATCH", `/v1/orders/${second}`, { token: admin, body: { status: "paid" } });
      expect(short.status).toBe(409);
      expect((await shop.call("GET", `/v1/orders/${second}`, { token: admin })).body.data.status).toBe("pending");
      await ok("updateOrder", 200, "PATCH", `/orders/${orderId}`, { body: { status: "cancelled" } });
      expect((await shop.call("GET", `/v1/products/${productId}/inventory`)).body.data.reserved).toBe(0);
      await ok("updateOrder", 200, "PATCH", `/orders/${second}`, { body: { status: "paid" } });
      await ok("updateOrder", 200, "PATCH", `/orders/${second}`, { body: { status: "shipped" } });
      const stock = (await shop.call("GET", `/v1/products/${productId}/inventory`)).body.data;
      expect(stock).toMatchObject({ quantity: 2, reserved: 0 });
      const back = await shop.call("PATCH", `/v1/orders/${second}`, { token: admin, body: { status: "pending" } });
      expect(back.status).toBe(409);
      expect(back.body.error.details).toEqual([{ field: "body.status", message: "cannot follow shipped" }]);
      const list = await ok("listOrders", 200, "GET", `/orders?customerId=${customerId}&status=cancelled`);
      expect(list.body.data.map(({ id }: { id: number }) => id)).toEqual([orderId]);
    });

    test("reviews", async () => {
      const body = { productId, customerId, rating: 5, title: "Good" };
      const created = await ok("createReview", 201, "POST", "/reviews", { body });
      expect(created.body.data).toMatchObject({ ...body, body: "" });
      const path = `/reviews/${created.body.data.id}`;
      expect((await ok("getReview", 200, "GET", path)).body.data).toEqual(created.body.data);
      expect((await ok("listReviews", 200, "GET", "/reviews?rating=5&sort=rating")).body.data).toHaveLength(1);
      await ok("deleteReview", 204, "DELETE", path);
    });

    test("none was left out", () => {
      const spec = parse(readFileSync(join(__dirname, "../../../specs/shop/openapi.yaml"), "utf8"));
      const operations = Object.values<Record<string, { operationId?: string }>>(spec.paths).flatMap((item) =>
        Object.values(item).flatMap(({ operationId }) => operationId ?? []),
      );
      expect([...done].sort()).toEqual(operations.sort());
    });
  });

  describe("pages", () => {
    test("follow each other without a gap or a repetition, in every order", async () => {
      for (let index = 0; index < 25; index++) {
        const body = { slug: `page-${index}`, name: `Page ${index % 5}` };
        expect((await shop.call("POST", "/v1/categories", { token: admin, body })).status).toBe(201);
      }
      const all = (await shop.call("GET", "/v1/categories?limit=100")).body.data.map(({ id }: { id: number }) => id);
      for (const sort of ["name", "-name", "createdAt", "-createdAt"]) {
        const seen: number[] = [];
        const keys: string[] = [];
        let cursor: string | null = "";
        while (cursor !== null) {
          const from: string = cursor === "" ? "" : `&cursor=${cursor}`;
          const page: Answer = await shop.call("GET", `/v1/categories?limit=7&sort=${sort}${from}`);
          expect(page.status).toBe(200);
          seen.push(...page.body.data.map(({ id }: { id: number }) => id));
          keys.push(...page.body.data.map((one: Record<string, string>) => one[sort.replace("-", "")]));
          cursor = page.body.meta.nextCursor;
        }
        expect(
          [...seen].sort((a, b) => a - b),
          sort,
        ).toEqual([...all].sort((a, b) => a - b));
        const ascending = sort.startsWith("-") ? [...keys].reverse() : keys;
        expect(
          ascending.every((key, index) => index === 0 || (ascending[index - 1] ?? "") <= key),
          sort,
        ).toBe(true);
      }
    });

    test.each([
      "nonsense",
      Buffer.from('["id","ASC",1]').toString("base64url"),
      Buffer.from('["name","ASC","x","y"]').toString("base64url"),
    ])("refuse the cursor %s", async (cursor) => {
      const answer = await shop.call("GET", `/v1/categories?sort=name&cursor=${cursor}`);
      expect(answer.status).toBe(400);
    });

    test("cannot go on in another order", async () => {
      const { nextCursor } = (await shop.call("GET", "/v1/categories?limit=1&sort=name")).body.meta;
      const answer = await shop.call("GET", `/v1/categories?sort=-name&cursor=${nextCursor}`);
      expect(answer.status).toBe(400);
      expect(answer.body.error.details[0].field).toBe("query.cursor");
    });
  });
});
