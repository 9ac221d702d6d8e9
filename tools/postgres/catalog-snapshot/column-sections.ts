import type { SnapshotSection } from "./snapshot-section";
import { isOwnObject, isUserSchema, privileges, sorted } from "./sql-fragments";

const ownColumns = `FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND ${isUserSchema("n")} AND ${isOwnObject("pg_class", "c.oid")}`;

/** PostgreSQL 18 has NOT NULL that is not validated or not inherited; before, there is no such constraint. */
const notNullHolds = `(SELECT nullif(concat_ws(' ', CASE WHEN NOT k.convalidated THEN 'not for rows that were there' END,
    CASE WHEN k.connoinherit THEN 'not in children' END), '')
  FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum])`;

export const columnSections: readonly SnapshotSection[] = [
  {
    kind: "column",
    covers: ["pg_attribute", "pg_attrdef"],
    sql: `SELECT format('%I.%I.%I', n.nspname, c.relname, a.attname) AS name, jsonb_strip_nulls(jsonb_build_object(
        'type', format_type(a.atttypid, a.atttypmod),
        'is not null', a.attnotnull,
        'not null holds', ${notNullHolds},
        'default', CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
        'generated', CASE WHEN a.attgenerated <> '' THEN a.attgenerated::text || ' ' || pg_get_expr(d.adbin, d.adrelid) END,
        'identity', nullif(a.attidentity::text, ''),
        'collation', CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END,
        'storage', CASE WHEN c.relkind IN ('r', 'p', 'm') THEN a.attstorage END,
        'compression', nullif(a.attcompression::text, ''),
        'statistics target', nullif(a.attstattarget, -1),
        'options', ${sorted("a.attoptions")},
        'foreign options', ${sorted("a.attfdwoptions")},
        'is inherited', CASE WHEN a.attinhcount > 0 THEN true END,
        'is local', CASE WHEN a.attinhcount > 0 AND a.attislocal THEN true END,
        'privileges', CASE WHEN a.attacl IS NOT NULL AND a.attacl <> '{}' THEN ${privileges("a.attacl", "c", "c.relowner")} END
      )) AS facts ${ownColumns.replace("JOIN pg_type", "LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum JOIN pg_type")}
      AND c.relkind IN ('r', 'p', 'f', 'v', 'm')`,
  },
  {
    kind: "column order",
    covers: [],
    sql: `SELECT format('%I.%I', n.nspname, c.relname) AS name,
        jsonb_build_object('columns', string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)) AS facts
      ${ownColumns} AND c.relkind IN ('r', 'p', 'f', 'v', 'm') GROUP BY n.nspname, c.relname`,
  },
  {
    kind: "index column statistics",
    covers: [],
    sql: `SELECT format('%I.%I.%s', n.nspname, c.relname, a.attnum) AS name, jsonb_build_object('target', a.attstattarget) AS facts
      ${ownColumns} AND c.relkind IN ('i', 'I') AND a.attstattarget IS NOT NULL AND a.attstattarget <> -1`,
  },
];
