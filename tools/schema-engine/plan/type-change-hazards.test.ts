import { expect, test } from "vitest";
import { typeChangeHazards } from "./type-change-hazards";

const snapshot = (type: string, kind = "table") => ({
  objects: [
    { kind, name: "public.a", facts: {} },
    { kind: "column", name: "public.a.b", facts: { type } },
    { kind: "enum", name: "public.mood", facts: {} },
    { kind: "enum", name: "public.old", facts: {} },
    { kind: "domain", name: "public.id", facts: { base: "integer" } },
    { kind: "domain", name: "public.small_id", facts: { base: "public.id" } },
    { kind: "range type", name: "public.span", facts: {} },
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
  ["box", "point"],
  ["polygon", "box"],
  ["polygon", "circle"],
  ["circle", "box"],
  ["text", "int4range"],
  ["text", "public.span"],
  ["int4range", "int4multirange"],
  ["text", "oid"],
  ["integer", "oid"],
  ["oid", "integer"],
  ["text", "point"],
  ["text", "pg_lsn"],
  ["text", "regclass"],
  ["text", "tsvector"],
  ["text", "xml"],
  ["text", "name"],
  ["inet", "cidr"],
  ["bit(4)", "bit(8)"],
  ["bit(8)", "bit varying(3)"],
  ["interval", "interval hour to minute"],
  ["text", "public.id"],
  ["json", "character varying(5)"],
  ["public.composite", "public.other"],
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
  ["public.mood", "public.old"],
  ["text", "character varying"],
  ["text", "json"],
  ["jsonb", "json"],
  ["citext", "text"],
  ["text", "public.citext"],
  ["cidr", "inet"],
  ["bit(4)", "bit varying"],
  ["interval second(3)", "interval"],
  ["integer", "public.id"],
  ["public.small_id", "bigint"],
  ["public.id", "public.small_id"],
  ["int4range", "text"],
  ["public.id[]", "bigint[]"],
])("%s to %s keeps every value or fails", (from, to) => {
  expect(typeChangeHazards(snapshot(from), snapshot(to))).toEqual([]);
});

test("columns of views and new columns are no matter", () => {
  expect(typeChangeHazards(snapshot("text", "view"), snapshot("integer", "view"))).toEqual([]);
  expect(typeChangeHazards({ objects: [], unmodelled: [] }, snapshot("integer"))).toEqual([]);
});
