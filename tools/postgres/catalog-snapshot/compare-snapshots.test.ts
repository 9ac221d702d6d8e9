import { expect, test } from "vitest";
import type { CatalogObject, CatalogSnapshot } from "./catalog-snapshot";
import { compareSnapshots, realDifferences } from "./compare-snapshots";

const snapshot = (...objects: CatalogObject[]): CatalogSnapshot => ({ objects, unmodelled: [] });
const table = (name: string): CatalogObject => ({ kind: "table", name, facts: {} });
const column = (name: string, type: string): CatalogObject => ({ kind: "column", name, facts: { type } });
const order = (columns: string): CatalogObject => ({ kind: "column order", name: "s.t", facts: { columns } });

test("the same in another order is equal", () => {
  expect(compareSnapshots(snapshot(table("s.a"), table("s.b")), snapshot(table("s.b"), table("s.a")))).toEqual([]);
});

test("a missing table stands for its parts", () => {
  const index = { kind: "index", name: "s.i", facts: { definition: "CREATE INDEX i ON s.t USING btree (a)" } };
  const sequence = { kind: "sequence", name: "s.t_a_seq", facts: { "owned by": "s.t.a" } };
  const comments = ["table s.t", "table column s.t.a"].map((name) => ({ kind: "comment", name, facts: { text: "x" } }));
  const parts = [column("s.t.a", "int"), order("a"), index, sequence, ...comments];
  const wanted = snapshot(table("s.t"), ...parts);
  expect(compareSnapshots(snapshot(table("s.t")), wanted)).toHaveLength(parts.length);
  expect(compareSnapshots(snapshot(), wanted).map((one) => one.text)).toEqual(["table s.t: is missing"]);
});

test("facts that differ are named with both values", () => {
  const differences = compareSnapshots(snapshot(column("s.t.a", "int")), snapshot(column("s.t.a", "text")));
  expect(differences.map((one) => one.text)).toEqual(["column s.t.a: type is int, wanted text"]);
});

test("the order of columns is a note, unless the plan made the table", () => {
  const [actual, wanted] = [snapshot(order("a, b")), snapshot(order("b, a"))];
  expect(realDifferences(compareSnapshots(actual, wanted))).toEqual([]);
  expect(realDifferences(compareSnapshots(actual, wanted, (name) => name === "s.t"))).toHaveLength(1);
});
