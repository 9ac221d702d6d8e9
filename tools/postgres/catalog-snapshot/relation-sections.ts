import type { SnapshotSection } from "./snapshot-section";
import { isOwnObject, isUserSchema, privileges, roleName, sorted } from "./sql-fragments";

const ownRelations = `FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_class", "c.oid")}`;

const relationFacts = `jsonb_strip_nulls(jsonb_build_object(
  'owner', ${roleName("c.relowner")},
  'privileges', ${privileges("c.relacl", "r", "c.relowner")},
  'persistence', c.relpersistence,
  'options', ${sorted("c.reloptions")},
  'toast options', (SELECT ${sorted("t.reloptions")} FROM pg_class t WHERE t.oid = c.reltoastrelid),
  'access method', (SELECT amname FROM pg_am WHERE oid = c.relam),
  'tablespace', (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace)`;

export const relationSections: readonly SnapshotSection[] = [
  {
    kind: "table",
    covers: ["pg_class", "pg_partitioned_table", "pg_inherits"],
    sql: `SELECT format('%I.%I', n.nspname, c.relname) AS name, ${relationFacts},
        'partitioned by', CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
        'partition bound', pg_get_expr(c.relpartbound, c.oid),
        'parents', (SELECT jsonb_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid),
        'of type', CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END,
        'row security', nullif(concat_ws(' ', CASE WHEN c.relrowsecurity THEN 'enabled' END, CASE WHEN c.relforcerowsecurity THEN 'forced' END), ''),
        'replica identity', CASE WHEN c.relreplident <> 'd' THEN c.relreplident END
      )) AS facts ${ownRelations} AND c.relkind IN ('r', 'p')`,
  },
  {
    kind: "foreign table",
    covers: ["pg_foreign_table"],
    sql: `SELECT format('%I.%I', n.nspname, c.relname) AS name, ${relationFacts},
        'server', (SELECT quote_ident(s.srvname) FROM pg_foreign_server s JOIN pg_foreign_table f ON f.ftserver = s.oid WHERE f.ftrelid = c.oid),
        'foreign options', (SELECT ${sorted("f.ftoptions")} FROM pg_foreign_table f WHERE f.ftrelid = c.oid),
        'partition bound', pg_get_expr(c.relpartbound, c.oid),
        'parents', (SELECT jsonb_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid)
      )) AS facts ${ownRelations} AND c.relkind = 'f'`,
  },
  {
    kind: "view",
    covers: [],
    sql: `SELECT format('%I.%I', n.nspname, c.relname) AS name, ${relationFacts},
        'definition', pg_get_viewdef(c.oid)
      )) AS facts ${ownRelations} AND c.relkind = 'v'`,
  },
  {
    // Whether it is populated is a matter of data: REFRESH decides that, not a migration.
    kind: "materialized view",
    covers: [],
    sql: `SELECT format('%I.%I', n.nspname, c.relname) AS name, ${relationFacts},
        'definition', pg_get_viewdef(c.oid)
      )) AS facts ${ownRelations} AND c.relkind = 'm'`,
  },
  {
    kind: "sequence",
    covers: ["pg_sequence"],
    sql: `SELECT format('%I.%I', n.nspname, c.relname) AS name, jsonb_strip_nulls(jsonb_build_object(
        'owner', ${roleName("c.relowner")}, 'privileges', ${privileges("c.relacl", "s", "c.relowner")},
        'persistence', c.relpersistence, 'type', format_type(s.seqtypid, NULL), 'start', s.seqstart, 'increment', s.seqincrement,
        'minimum', s.seqmin, 'maximum', s.seqmax, 'cache', s.seqcache, 'cycles', s.seqcycle,
        'owned by', (SELECT d.refobjid::regclass::text || '.' || quote_ident(a.attname) || CASE d.deptype WHEN 'i' THEN ' (identity)' ELSE '' END
          FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
          WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i'))
      )) AS facts FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_class", "c.oid")}`,
  },
];
