import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FrameworkName, frameworks } from "../../tools/compiler/emit/routes/frameworks";
import { type Shadow, startShadow } from "../../tools/postgres/shadow";
import { loadFiles } from "../../tools/schema-engine/source/load-files";
import { makeTableApplication, type TableApplication, type TableService } from "./tables/table-service";

const sql = readFileSync(join(__dirname, "../golden/tables/schema.sql"), "utf8");
const regions = "/sales-dept/region";
const stores = "/sales-dept/stores";
const everyType = {
  small: 1,
  whole: 5,
  big: "1",
  exact: "1.5",
  double: 1,
  code: "ABC",
  title: "title",
  mood: "calm",
  handle: "handle",
  data: {},
};
let shadow: Shadow;
beforeAll(async () => {
  shadow = await startShadow(join(__dirname, "../.."), 18);
});
afterAll(() => shadow?.stop());

describe.each(Object.keys(frameworks) as FrameworkName[])("sample of answers on %s", (framework) => {
  let application: TableApplication;
  let service: TableService;

  beforeAll(async () => {
    application = await makeTableApplication(sql, framework);
    service = await application.serve((await loadFiles(shadow, [{ path: "schema.sql", text: sql }])).url);
    for (const no of [1, 2]) {
      const made = await service.call("POST", regions, { country: "a/b", no, label: "Here" });
      expect([made.status, made.headers.location]).toEqual([201, `${regions}/a%2Fb/${no}`]);
    }
    expect(
      (await service.call("POST", stores, { name: "one", country: "a/b", region_no: 1, regionNo: 1 })).status,
    ).toBe(400);
    expect((await service.call("POST", stores, { name: "one", country: "a/b", regionNo: 1 })).status).toBe(201);
    const booking = { "raum/nr": "r 1", during: "[1,5)", seats: 4 };
    expect((await service.call("POST", "/bookings", booking)).status).toBe(201);
  });
  afterAll(async () => {
    await service?.stop();
    application?.remove();
  });

  /** What is wrong with a request, by the rule that it breaks: the status, and the fields that the answer names. */
  test.each<[string, string, string, unknown, number, readonly string[]]>([
    ["a unique key", "POST", stores, { name: "one", country: "a/b", regionNo: 2 }, 409, ["body.name"]],
    ["a key of two columns", "POST", regions, { country: "a/b", no: 1, label: "x" }, 409, ["body.country", "body.no"]],
    [
      "a reference to nothing",
      "POST",
      stores,
      { name: "two", country: "a/b", regionNo: 9 },
      422,
      ["body.country", "body.regionNo"],
    ],
    ["a row that is referred to", "DELETE", `${regions}/a%2Fb/1`, undefined, 409, []],
    [
      "a check of several columns",
      "POST",
      "/bookings",
      { "raum/nr": "r 2", during: "[6,7)", seats: 1, taken: 2 },
      422,
      ["body.seats", "body.taken"],
    ],
    ["the same check of a change", "PATCH", "/bookings/r%201", { taken: 9 }, 422, ["body.seats", "body.taken"]],
    ["an exclusion", "POST", "/bookings", { "raum/nr": "r 3", during: "[2,3)", seats: 1 }, 409, ["body.during"]],
    ["a row that is not there", "PATCH", "/bookings/none", { taken: 1 }, 404, []],
    ["a null", "PATCH", "/bookings/r%201", { seats: null }, 400, ["body.seats"]],
    ["no change at all", "PATCH", "/bookings/r%201", {}, 400, ["body"]],
    ["a key that is no such number", "GET", `${regions}/a%2Fb/x`, undefined, 400, ["path.no"]],
    [
      "a number that the column cannot hold",
      "POST",
      regions,
      { country: "c", no: 2147483648, label: "x" },
      400,
      ["body.no"],
    ],
    [
      "a moment that UTC has in another millennium",
      "POST",
      "/every-type",
      { ...everyType, at: "9999-12-31T23:59:59-14:00" },
      400,
      ["body.at"],
    ],
    ["bytes that are not in groups of four", "PATCH", "/every-type/1", { blob: "YQ=" }, 400, ["body.blob"]],
    ["an order that is not offered", "GET", `${stores}?sort=opened`, undefined, 400, ["query.sort"]],
    ["a value of another type", "GET", `${stores}?regionNo=x`, undefined, 400, ["query.regionNo[0]"]],
    ["a cursor of another list", "GET", "/log-lines?cursor=WyJhIiwiQVNDIiwxXQ", undefined, 400, ["query.cursor"]],
  ])("%s", async (_, method, path, body, status, fields) => {
    const answer = await service.call(method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(answer.body.error.details.map((one: { field: string }) => one.field).sort()).toEqual(fields);
    expect(answer.body.meta.requestId).not.toBe("");
  });

  test("several values of a filter find the rows that have one of them", async () => {
    const both = await service.call("GET", `${regions}?country=${encodeURIComponent("a/b")}&sort=-country`);
    expect(both.body.data.map((row: { no: number }) => row.no)).toEqual([2, 1]);
    const some = await service.call("GET", "/only-key?a=1&a=2");
    expect([some.status, some.body.data]).toEqual([200, []]);
  });

  test("null in a body is SQL's, but for a column of JSON that has none", async () => {
    const made = await service.call("POST", "/select", { from: null });
    expect([made.status, made.body.data.from]).toEqual([201, null]);
  });
});
