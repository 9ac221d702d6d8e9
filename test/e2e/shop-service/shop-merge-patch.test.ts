import { afterAll, beforeAll, expect, test } from "vitest";
import { type ShopService, startShop, stopPostgres, token } from "./shop-service";

/** The shop, whose PATCH operations take JSON Merge Patch (RFC 7396) alone. */
const edited = (openapi: string) =>
  openapi.replace(/\n {4}patch:\n[\s\S]*?\n {6}responses:/g, (operation) =>
    operation.replaceAll("application/json:", "application/merge-patch+json:"),
  );
const headers = { "content-type": "application/merge-patch+json" };

let shop: ShopService;
let admin: string;
let path: string;
let parent: number;

beforeAll(async () => {
  shop = await startShop({}, "fastify", edited);
  admin = await token();
  const create = (body: object) => shop.call("POST", "/v1/categories", { token: admin, body });
  parent = (await create({ slug: "parent", name: "Parent" })).body.data.id;
  const child = await create({ slug: "child", name: "Child", parentId: parent });
  path = `/v1/categories/${child.body.data.id}`;
});
afterAll(async () => {
  await shop?.stop();
  await stopPostgres();
});

const patch = (body: unknown, given: Readonly<Record<string, string>> = headers) =>
  shop.call("PATCH", path, { token: admin, body, headers: given });

test("what is left out stays, what is there is set, null is a value", async () => {
  expect((await patch({ name: "Renamed" })).body.data).toMatchObject({
    slug: "child",
    name: "Renamed",
    parentId: parent,
  });
  expect((await patch({ parentId: null })).body.data).toMatchObject({ name: "Renamed", parentId: null });
});

test("a charset and letters of either case are the same media type", async () => {
  const answer = await patch({ name: "Again" }, { "content-type": "Application/Merge-Patch+JSON; charset=utf-8" });
  expect(answer.body.data).toMatchObject({ name: "Again" });
});

test.each([
  [{ name: 5 }, 400, ["body.name"]],
  [{ name: null }, 400, ["body.name"]],
  [{ other: 1 }, 400, ["body.other"]],
  [{}, 400, ["body"]],
  ["{", 400, ["body"]],
  ["[]", 400, ["body"]],
  [{ name: "nul\u0000" }, 400, ["body.name"]],
  [{ parentId: 999_999 }, 400, ["body.parentId"]],
])("refuses %j", async (body, status, fields) => {
  const answer = await patch(body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(status);
  expect(answer.body.error.details.map((one: { field: string }) => one.field)).toEqual(fields);
});

test("another media type is 415 and says which one is taken", async () => {
  const answer = await patch({ name: "x" }, { "content-type": "application/json" });
  expect(answer.status).toBe(415);
  expect(answer.body.error.message).toContain("application/merge-patch+json");
});
