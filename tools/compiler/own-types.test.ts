import { expect, it } from "vitest";
import { knownType } from "./emit/queries/column-kind";
import { sqlType } from "./emit/queries/sql-name";
import { readSql } from "./read-sql/read-sql";

const schema = `
CREATE TYPE public.status AS ENUM ('open');
CREATE TYPE public."date" AS ENUM ('soon');
CREATE SCHEMA app;
CREATE TYPE app.status AS ENUM ('new', 'old');
CREATE TYPE app.size AS ENUM ('small');
CREATE DOMAIN app.email AS text NOT NULL;
CREATE TABLE orders (
  a status, b public.status, c app.status, d app.status[], e date, f public."date", g pg_catalog.date, h app.email, i size
);
SET search_path TO app;
CREATE TABLE orders (a status, b public.status, c date, d email);
`;

it("finds the type that a name means, in the order of PostgreSQL's search path", async () => {
  const { database, diagnostics } = await readSql(["schema.sql"], () => schema);
  expect(diagnostics).toEqual([]);
  if (database === undefined) throw new Error("the schema could not be read");
  const found = database.tables.map((table) => [
    table.schema,
    ...table.columns.map(({ name, type }) => {
      const { kind, listed, base, arrayDimensions } = knownType(type, database);
      return `${name}: ${kind} ${listed?.values.join("|") ?? ""} as ${sqlType({ ...base, arrayDimensions }, database)}`;
    }),
  ]);
  expect(found).toEqual([
    ["app", "a: enum new|old as app.status", "b: enum open as status", "c: date  as date", "d: text  as text"],
    [
      "public",
      ...["a: enum open as status", "b: enum open as status", "c: enum new|old as app.status"],
      ...["d: enum new|old as app.status[]", "e: date  as date", "f: enum soon as public.date"],
      ...["g: date  as date", "h: text  as text", "i: enum small as app.size"],
    ],
  ]);
});
