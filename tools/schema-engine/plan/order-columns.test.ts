import { expect, test } from "vitest";
import { orderColumns } from "./order-columns";

async function ordered(statements: readonly string[], order: readonly string[]): Promise<readonly string[]> {
  const actions = statements.map((sql) => ({ sql }));
  return (
    await orderColumns(actions, (table) => (["public.t", 'public."user"'].includes(table) ? order : undefined))
  ).map((one) => one.sql);
}

test("a late column goes to its place, and what it needs before the table", async () => {
  const plan = [
    'CREATE TABLE "public"."t" ("id" int DEFAULT (1 + 2), "z" text)',
    "CREATE TYPE public.base AS (v text)",
    'CREATE TYPE "public"."mood" AS ENUM (\'a\')',
    'ALTER TABLE "public"."t" ADD COLUMN "m" public.mood NOT NULL',
  ];
  expect(await ordered(plan, ["id", "m", "z"])).toEqual([
    'CREATE TYPE "public"."mood" AS ENUM (\'a\')',
    'CREATE TABLE "public"."t" ("id" int DEFAULT (1 + 2), "m" public.mood NOT NULL, "z" text)',
    "CREATE TYPE public.base AS (v text)",
  ]);
});

test("table constraints stay behind the columns", async () => {
  const plan = [
    "CREATE TABLE public.t (b int, CONSTRAINT t_pkey PRIMARY KEY (b)) WITH (fillfactor=90)",
    "ALTER TABLE public.t ADD COLUMN a int",
  ];
  expect(await ordered(plan, ["a", "b"])).toEqual([
    "CREATE TABLE public.t (a int, b int, CONSTRAINT t_pkey PRIMARY KEY (b)) WITH (fillfactor=90)",
  ]);
});

test("a column whose function needs the table itself is left where it is", async () => {
  const plan = [
    "CREATE TABLE public.t (b int)",
    "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql RETURN (SELECT count(*) FROM public.t)",
    "ALTER TABLE public.t ADD COLUMN a int DEFAULT public.f()",
  ];
  expect(await ordered(plan, ["a", "b"])).toEqual(plan);
});

test("tables that were there before are left alone", async () => {
  const plan = ["ALTER TABLE public.t ADD COLUMN a int"];
  expect(await ordered(plan, ["a", "b"])).toEqual(plan);
});

test("a table that is called by a reserved word", async () => {
  const plan = ['CREATE TABLE "public"."user" ("z" text)', 'ALTER TABLE "public"."user" ADD COLUMN "m" int'];
  expect(await ordered(plan, ["m", "z"])).toEqual(['CREATE TABLE "public"."user" ("m" int, "z" text)']);
});
