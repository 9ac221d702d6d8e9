import type { SnapshotSection } from "./snapshot-section";
import { isOwnObject, isUserSchema, roleName } from "./sql-fragments";

const ownTable = `${isUserSchema("n")} AND ${isOwnObject("pg_class", "c.oid")}`;
const constraintOn = `coalesce(k.conrelid::regclass::text, '') || CASE WHEN k.contypid <> 0 THEN format_type(k.contypid, NULL) ELSE '' END`;

/** PostgreSQL lists the columns in their order in the table, which no migration can change, and which means nothing here. */
const listedColumns = (order: string) =>
  `(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY ${order}) FROM pg_attribute a WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys))`;
const statisticsDefinition = `coalesce(replace(pg_get_statisticsobjdef(s.oid), ' ON ' || ${listedColumns("a.attnum")}, ' ON ' || ${listedColumns('a.attname COLLATE "C"')}), pg_get_statisticsobjdef(s.oid))`;

const ownNotNull = (
  condition: string,
) => `SELECT k.conrelid::regclass::text || '.' || quote_ident(a.attname) AS name, '{}'::jsonb AS facts
  FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace JOIN pg_class c ON c.oid = k.conrelid
  JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
  WHERE ${isUserSchema("n")} AND k.contype = 'n' AND k.coninhcount > 0 AND k.conislocal AND ${isOwnObject("pg_class", "k.conrelid")}
    AND ${condition}`;

/** One for each partition that a foreign key refers to: PostgreSQL makes and names them, as they come. */
const isOfReferredPartition = `(k.contype = 'f' AND k.conparentid <> 0
  AND k.conrelid = (SELECT p.conrelid FROM pg_constraint p WHERE p.oid = k.conparentid))`;

export const tablePartSections: readonly SnapshotSection[] = [
  {
    kind: "constraint",
    covers: ["pg_constraint"],
    sql: `SELECT (CASE WHEN k.conrelid <> 0 THEN k.conrelid::regclass::text ELSE format_type(k.contypid, NULL) END) || '.' || quote_ident(k.conname) AS name,
        jsonb_strip_nulls(jsonb_build_object(
          'definition', pg_get_constraintdef(k.oid), 'is valid', k.convalidated,
          'is inherited', CASE WHEN k.coninhcount > 0 THEN true END,
          'is local', CASE WHEN k.contype = 'c' AND k.coninhcount > 0 AND k.conislocal THEN true END,
          'parent', (SELECT p.conrelid::regclass::text || '.' || quote_ident(p.conname) FROM pg_constraint p WHERE p.oid = k.conparentid)
        )) AS facts
      FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
      WHERE ${isUserSchema("n")} AND k.contype NOT IN ('t', 'n') AND NOT ${isOfReferredPartition} AND ${isOwnObject("pg_class", "k.conrelid")}
        AND ${isOwnObject("pg_type", "k.contypid")}`,
  },
  {
    // PostgreSQL 18 gives NOT NULL a name and lets it be NOT VALID; that a column is not null is a fact of the column.
    kind: "not null constraint",
    covers: [],
    sql: `SELECT ${constraintOn} || '.' || string_agg(quote_ident(a.attname), ',') AS name,
        jsonb_strip_nulls(jsonb_build_object('name', quote_ident(k.conname), 'definition', pg_get_constraintdef(k.oid),
          'is inherited', CASE WHEN k.coninhcount > 0 THEN true END)) AS facts
      FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
      LEFT JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
      WHERE ${isUserSchema("n")} AND k.contype = 'n' AND k.conrelid <> 0 AND ${isOwnObject("pg_class", "k.conrelid")}
      GROUP BY k.oid, k.conname, k.conrelid, k.contypid, k.coninhcount`,
  },
  // Beside its parent's, which it outlasts (PostgreSQL 18). Partitions lose theirs by being attached, so also by a dump and its restore.
  { kind: "own not null", covers: [], sql: ownNotNull("NOT c.relispartition") },
  { kind: "own not null of partition", covers: [], sql: ownNotNull("c.relispartition") },
  {
    kind: "index",
    covers: ["pg_index"],
    sql: `SELECT format('%I.%I', n.nspname, c.relname) AS name, jsonb_strip_nulls(jsonb_build_object(
        'definition', pg_get_indexdef(i.indexrelid), 'is valid', i.indisvalid, 'is ready', i.indisready,
        'is clustered on', CASE WHEN i.indisclustered THEN true END,
        'is replica identity', CASE WHEN i.indisreplident THEN true END,
        'tablespace', (SELECT spcname FROM pg_tablespace WHERE oid = c.reltablespace),
        'parent', (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = i.indexrelid)
      )) AS facts
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_class", "i.indrelid")} AND ${isOwnObject("pg_class", "c.oid")}`,
  },
  {
    kind: "trigger",
    covers: ["pg_trigger"],
    sql: `SELECT t.tgrelid::regclass::text || '.' || quote_ident(t.tgname) AS name, jsonb_strip_nulls(jsonb_build_object(
        'definition', pg_get_triggerdef(t.oid), 'enabled', t.tgenabled,
        'parent', (SELECT p.tgrelid::regclass::text || '.' || quote_ident(p.tgname) FROM pg_trigger p WHERE p.oid = t.tgparentid)
      )) AS facts
      FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT t.tgisinternal AND ${ownTable}`,
  },
  {
    // ALTER TABLE … DISABLE TRIGGER ALL switches foreign keys off.
    kind: "constraint trigger",
    covers: [],
    sql: `SELECT t.tgrelid::regclass::text || '.' || quote_ident(k.conname) || ' ' || t.tgtype::text AS name,
        jsonb_build_object('enabled', t.tgenabled) AS facts
      FROM pg_trigger t JOIN pg_constraint k ON k.oid = t.tgconstraint
      JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE t.tgisinternal AND t.tgenabled <> 'O' AND ${ownTable}`,
  },
  {
    kind: "rule",
    covers: ["pg_rewrite"],
    sql: `SELECT r.ev_class::regclass::text || '.' || quote_ident(r.rulename) AS name,
        jsonb_build_object('definition', pg_get_ruledef(r.oid), 'enabled', r.ev_enabled) AS facts
      FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE r.rulename <> '_RETURN' AND ${ownTable}`,
  },
  {
    kind: "policy",
    covers: ["pg_policy"],
    sql: `SELECT p.polrelid::regclass::text || '.' || quote_ident(p.polname) AS name, jsonb_strip_nulls(jsonb_build_object(
        'command', p.polcmd, 'is permissive', p.polpermissive,
        'roles', (SELECT jsonb_agg(g.role ORDER BY g.role COLLATE "C") FROM (
          SELECT CASE WHEN o = 0 THEN 'PUBLIC' ELSE ${roleName("o")} END AS role FROM unnest(p.polroles) o) g),
        'using', pg_get_expr(p.polqual, p.polrelid), 'with check', pg_get_expr(p.polwithcheck, p.polrelid)
      )) AS facts
      FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${ownTable}`,
  },
  {
    kind: "statistics",
    covers: ["pg_statistic_ext"],
    sql: `SELECT format('%I.%I', n.nspname, s.stxname) AS name, jsonb_strip_nulls(jsonb_build_object(
        'definition', ${statisticsDefinition}, 'owner', ${roleName("s.stxowner")}, 'target', nullif(s.stxstattarget, -1)
      )) AS facts
      FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
      WHERE ${isUserSchema("n")} AND ${isOwnObject("pg_statistic_ext", "s.oid")}`,
  },
];
