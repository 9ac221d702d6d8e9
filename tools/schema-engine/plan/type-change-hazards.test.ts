import { expect, test } from "vitest";
import { typeChangeHazards } from "./type-change-hazards";

const snapshot = (type: string, kind = "table") => ({
  objects: [
    { kind, name: "public.a", facts: {} },
    { kind: "column", name: "public.a.b", facts: { type } },
  ],
  unmodelled: [],
});

test.each([
  ["text", "character varying(5)"],
  ["character varying(20)", "character varying(5)"],
  ["text[]", "character varying(3)[]"],
  ["text", "text[]"],
  ["numeric(12,4)", "numeric(12,1)"],
  ["numeric", "numeric(12,1)"],
  ["numeric(12,4)", "integer"],
  ["double precision", "integer"],
  ["double precision", "real"],
  ["bigint", "double precision"],
  ["timestamp with time zone", "date"],
  ["timestamp with time zone", "timestamp without time zone"],
  ["timestamp(6) with time zone", "timestamp(0) with time zone"],
  ["json", "jsonb"],
  ["text", "integer"],
  ["integer", "boolean"],
])("%s to %s may lose data", (from, to) => {
  const text = `casts column public.a.b from ${from} to ${to}, which may change or cut values`;
  expect(typeChangeHazards(snapshot(from), snapshot(to))).toEqual([
    { kind: "CHANGES_VALUES", text, object: "public.a.b" },
  ]);
});

test.each([
  ["text", "text"],
  ["character varying(5)", "character varying(20)"],
  ["character varying(5)", "character varying"],
  ["character varying(5)", "text"],
  ["character varying(5)[]", "character varying(6)[]"],
  ["integer", "bigint"],
  ["bigint", "integer"],
  ["integer", "numeric"],
  ["integer", "numeric(12,2)"],
  ["numeric(12,2)", "numeric(14,3)"],
  ["integer", "double precision"],
  ["timestamp(0) with time zone", "timestamp(3) with time zone"],
  ["timestamp(3) with time zone", "timestamp with time zone"],
  ["date", "timestamp without time zone"],
  ["text", "public.mood"],
  ["public.mood", "text"],
])("%s to %s keeps every value or fails", (from, to) => {
  expect(typeChangeHazards(snapshot(from), snapshot(to))).toEqual([]);
});

test("columns of views and new columns are no matter", () => {
  expect(typeChangeHazards(snapshot("text", "view"), snapshot("integer", "view"))).toEqual([]);
  expect(typeChangeHazards({ objects: [], unmodelled: [] }, snapshot("integer"))).toEqual([]);
});
