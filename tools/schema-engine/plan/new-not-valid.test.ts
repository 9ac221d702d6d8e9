import { expect, test } from "vitest";
import type { CatalogObject, CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import { withNewNotValid } from "./new-not-valid";

const snapshot = (...objects: readonly CatalogObject[]): CatalogSnapshot => ({ objects, unmodelled: [] });
const column = (name: string, facts: CatalogObject["facts"] = {}): CatalogObject => ({ kind: "column", name, facts });
const constraint = (name: string): CatalogObject => {
  const definition = `NOT NULL ${name.split(".").at(-1)} NOT VALID`;
  return { kind: "not null constraint", name, facts: { name: "n", definition } };
};
const add = "ALTER TABLE public.t ADD CONSTRAINT n NOT NULL";

test.each([
  [
    "a new column, which rows that are there would fail",
    `ALTER TABLE "public"."t" ADD COLUMN "b" integer NOT NULL`,
    [`ALTER TABLE "public"."t" ADD COLUMN "b" integer`, `${add} b NOT VALID`],
  ],
  [
    "a new table",
    `CREATE TABLE "public"."t" ("a" integer NOT NULL, "b" text DEFAULT NULL NOT NULL, CHECK ("b" <> 'NOT NULL'))`,
    [
      `CREATE TABLE "public"."t" ("a" integer NOT NULL, "b" text DEFAULT NULL, CHECK ("b" <> 'NOT NULL'))`,
      `${add} b NOT VALID`,
    ],
  ],
  [
    "another column",
    `ALTER TABLE "public"."t" ADD COLUMN "c" integer NOT NULL`,
    [`ALTER TABLE "public"."t" ADD COLUMN "c" integer NOT NULL`],
  ],
])("%s", async (_, sql, wanted) => {
  const to = snapshot(column("public.t.b"), constraint("public.t.b"));
  const plan = await withNewNotValid([{ sql }], snapshot(), to);
  expect(plan.map((one) => one.sql)).toEqual(wanted);
});

test("a column with a default fails on no row, and one that is there is no new one", async () => {
  const sql = `ALTER TABLE "public"."t" ADD COLUMN "b" integer DEFAULT 1 NOT NULL`;
  const filled = snapshot(column("public.t.b", { default: "1" }), constraint("public.t.b"));
  const kept = snapshot(column("public.t.b"), constraint("public.t.b"));
  expect(await withNewNotValid([{ sql }], snapshot(), filled)).toEqual([{ sql }]);
  expect(await withNewNotValid([{ sql }], kept, kept)).toEqual([{ sql }]);
});
