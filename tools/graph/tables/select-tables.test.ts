import { expect, test } from "vitest";
import { compile } from "../../compiler/compile";
import { idlePatterns, selectTables } from "../../compiler/emit/openapi/select-tables";

const sql = `CREATE TABLE orders (id int); CREATE TABLE order_items (id int); CREATE TABLE shop.orders (id int);
CREATE TABLE events (id int) PARTITION BY RANGE (id); CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (1) TO (2);
CREATE TABLE events_2 (id int); ALTER TABLE ONLY events ATTACH PARTITION events_2 FOR VALUES FROM (2) TO (3);`;

test.each<[string, string[], string[]]>([
  ["", ["events", "order_items", "orders", "shop.orders"], []],
  ["orders", ["orders", "shop.orders"], []],
  ["public.orders", ["orders"], []],
  ["order*", ["order_items", "orders", "shop.orders"], []],
  ["shop.*", ["shop.orders"], []],
  ["!order*", ["events"], []],
  ["order*,!shop.*", ["order_items", "orders"], []],
  ["orders,ordres,!o?", ["orders", "shop.orders"], ["ordres", "!o?"]],
])("%s", async (patterns, expected, idle) => {
  const { database } = await compile({ sqlPaths: ["schema.sql"], readText: () => sql });
  const list = patterns.split(",").filter((one) => one !== "");
  const tables = database?.tables ?? [];
  const names = selectTables(tables, list).map(({ schema, name }) =>
    schema === "public" ? name : `${schema}.${name}`,
  );
  expect(names).toEqual(expected);
  expect(idlePatterns(tables, list)).toEqual(idle);
});
