import type { SnapshotSection } from "./snapshot-section";
import { isOwnObject, isUserSchema, privileges, roleName } from "./sql-fragments";

const ownTypes = `FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_type", "t.oid")}`;
const typeFacts = `'owner', ${roleName("t.typowner")}, 'privileges', ${privileges("t.typacl", "T", "t.typowner")}`;
const typeName = "format('%I.%I', n.nspname, t.typname) AS name";
/** The stored text is that of its creation, and keeps names that were changed since. */
const defaultValue = "coalesce(pg_get_expr(t.typdefaultbin, 'pg_type'::regclass), t.typdefault)";
const procedure = (oid: string) => `CASE WHEN ${oid} <> 0 THEN ${oid}::regprocedure::text END`;

export const typeSections: readonly SnapshotSection[] = [
  {
    kind: "enum",
    covers: ["pg_enum", "pg_type"],
    sql: `SELECT ${typeName}, jsonb_build_object(${typeFacts},
        'labels', (SELECT jsonb_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)) AS facts
      ${ownTypes} AND t.typtype = 'e'`,
  },
  {
    kind: "domain",
    covers: [],
    sql: `SELECT ${typeName}, jsonb_strip_nulls(jsonb_build_object(${typeFacts},
        'base', format_type(t.typbasetype, t.typtypmod), 'default', ${defaultValue}, 'is not null', t.typnotnull,
        'collation', CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END)) AS facts
      ${ownTypes.replace("WHERE", "JOIN pg_type b ON b.oid = t.typbasetype WHERE")} AND t.typtype = 'd'`,
  },
  {
    kind: "composite type",
    covers: [],
    sql: `SELECT ${typeName}, jsonb_build_object(${typeFacts},
        'attributes', (SELECT jsonb_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
            || CASE WHEN a.attcollation <> y.typcollation THEN ' COLLATE ' || a.attcollation::regcollation::text ELSE '' END ORDER BY a.attnum)
          FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped)) AS facts
      ${ownTypes} AND t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')`,
  },
  {
    kind: "range type",
    covers: ["pg_range"],
    sql: `SELECT ${typeName}, jsonb_strip_nulls(jsonb_build_object(${typeFacts},
        'subtype', format_type(r.rngsubtype, NULL), 'multirange', format_type(r.rngmultitypid, NULL),
        'collation', CASE WHEN r.rngcollation <> 0 THEN r.rngcollation::regcollation::text END,
        'operator class', (SELECT format('%I.%I', m.nspname, o.opcname) FROM pg_opclass o JOIN pg_namespace m ON m.oid = o.opcnamespace WHERE o.oid = r.rngsubopc),
        'canonical', ${procedure("r.rngcanonical")}, 'difference', ${procedure("r.rngsubdiff")})) AS facts
      ${ownTypes.replace("WHERE", "JOIN pg_range r ON r.rngtypid = t.oid WHERE")}`,
  },
  {
    kind: "base type",
    covers: [],
    sql: `SELECT ${typeName}, jsonb_strip_nulls(jsonb_build_object(${typeFacts}, 'is defined', t.typisdefined,
        'input', ${procedure("t.typinput")}, 'output', ${procedure("t.typoutput")}, 'length', t.typlen, 'alignment', t.typalign,
        'storage', t.typstorage, 'category', t.typcategory, 'default', ${defaultValue}, 'is preferred', t.typispreferred,
        'receive', ${procedure("t.typreceive")}, 'send', ${procedure("t.typsend")}, 'analyze', ${procedure("t.typanalyze")},
        'modifier input', ${procedure("t.typmodin")}, 'modifier output', ${procedure("t.typmodout")}, 'subscript', ${procedure("t.typsubscript")},
        'element', CASE WHEN t.typelem <> 0 THEN format_type(t.typelem, NULL) END, 'delimiter', t.typdelim,
        'is passed by value', t.typbyval, 'is collatable', t.typcollation <> 0)) AS facts
      ${ownTypes} AND t.typtype IN ('b', 'p') AND NOT (t.typelem <> 0 AND t.typsubscript = 'pg_catalog.array_subscript_handler'::regproc)`,
  },
  {
    kind: "collation",
    covers: ["pg_collation"],
    sql: `SELECT format('%I.%I', n.nspname, c.collname) AS name,
        to_jsonb(c) - '{oid,collname,collnamespace,collowner,collversion}'::text[] || jsonb_build_object('owner', ${roleName("c.collowner")}) AS facts
      FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace
      WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_collation", "c.oid")}`,
  },
];
