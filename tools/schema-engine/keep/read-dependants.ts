import type { Client } from "pg";

/** A column that changes its type, or a table that goes: SQL names. */
export interface ChangedPart {
  readonly table: string;
  readonly column?: string;
}

/**
 * Statements that drop what PostgreSQL does not let a column change its type under, nor a table go: views, functions with a body in SQL, and generated
 * columns, of the columns and of those that children have from them, partitions of the table, foreign keys to it and functions that take or give its rows; what depends on them first. Triggers,
 * policies, rules and publications can be set aside alone, and go with their table.
 */
export async function readDependants(client: Client, changed: readonly ChangedPart[]): Promise<readonly string[]> {
  const { rows } = await client.query<{ drop: string }>(
    `WITH RECURSIVE typed AS (
       SELECT a.attrelid AS relation, a.attname AS name
       FROM unnest($1::text[], $2::text[]) AS u (relation, name)
       JOIN pg_attribute a ON a.attrelid = to_regclass(u.relation) AND quote_ident(a.attname) = u.name
       UNION
       SELECT i.inhrelid, typed.name FROM typed JOIN pg_inherits i ON i.inhparent = typed.relation
     ), dependant AS (
       SELECT 'pg_class'::regclass AS catalog, a.attrelid AS object, a.attnum::int AS part, 0 AS depth
       FROM typed JOIN pg_attribute a ON a.attrelid = typed.relation AND a.attname = typed.name
       UNION ALL
       SELECT found.catalog, found.object, 0, 0
       FROM unnest($1::text[], $2::text[]) AS u (relation, name) JOIN pg_class c ON c.oid = to_regclass(u.relation)
       LEFT JOIN pg_type r ON r.oid = c.reltype
       CROSS JOIN LATERAL (
         VALUES ('pg_class'::regclass, c.oid), ('pg_type'::regclass, c.reltype), ('pg_type'::regclass, r.typarray)
       ) AS found (catalog, object)
       WHERE u.name IS NULL
       UNION
       SELECT found.catalog, found.object, found.part, dependant.depth + 1
       FROM dependant
       JOIN pg_depend d ON d.refclassid = dependant.catalog AND d.refobjid = dependant.object
         AND d.deptype IN ('n', 'a') AND (dependant.part = 0 OR d.refobjsubid = dependant.part)
       CROSS JOIN LATERAL (
         SELECT 'pg_class'::regclass AS catalog, r.ev_class AS object, 0 AS part
         FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class AND c.relkind IN ('v', 'm')
         WHERE d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid AND r.ev_class <> d.refobjid
         UNION ALL
         SELECT 'pg_proc'::regclass, d.objid, 0 WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'n'
         UNION ALL
         SELECT d.classid::regclass, k.oid, 0 FROM pg_constraint k
         WHERE d.classid = 'pg_constraint'::regclass AND k.oid = d.objid AND k.contype = 'f' AND k.conparentid = 0 AND dependant.part = 0
           AND dependant.catalog = 'pg_class'::regclass AND k.confrelid = dependant.object AND k.conrelid <> k.confrelid
         UNION ALL
         SELECT 'pg_class'::regclass, c.oid, 0 FROM pg_class c
         WHERE d.classid = 'pg_class'::regclass AND c.oid = d.objid AND c.relispartition AND c.relkind IN ('r', 'p', 'f')
         UNION ALL
         SELECT 'pg_class'::regclass, e.adrelid, e.adnum::int
         FROM pg_attrdef e JOIN pg_attribute g ON (g.attrelid, g.attnum) = (e.adrelid, e.adnum) AND g.attgenerated <> ''
         WHERE d.classid = 'pg_attrdef'::regclass AND e.oid = d.objid AND dependant.part NOT IN (0, e.adnum)
       ) AS found
     ), found AS (
       SELECT catalog, object, part, max(depth) AS depth FROM dependant WHERE depth > 0 GROUP BY catalog, object, part
     )
     SELECT CASE
         WHEN catalog = 'pg_proc'::regclass THEN format('DROP %s %s', CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
           found.object::regprocedure)
         WHEN catalog = 'pg_constraint'::regclass THEN format('ALTER TABLE %s DROP CONSTRAINT %I', k.conrelid::regclass, k.conname)
         WHEN part > 0 THEN format('ALTER TABLE %s DROP COLUMN %I', object::regclass, a.attname)
         ELSE format('DROP %s %s', CASE c.relkind WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'v' THEN 'VIEW' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END,
           object::regclass)
       END AS drop
     FROM found
     LEFT JOIN pg_proc p ON catalog = 'pg_proc'::regclass AND p.oid = object
     LEFT JOIN pg_constraint k ON catalog = 'pg_constraint'::regclass AND k.oid = object
     LEFT JOIN pg_class c ON catalog = 'pg_class'::regclass AND c.oid = object
     LEFT JOIN pg_attribute a ON part > 0 AND (a.attrelid, a.attnum) = (object, part)
     WHERE a.attinhcount IS NULL OR a.attinhcount = 0
     ORDER BY depth DESC, 1`,
    [changed.map(({ table }) => table), changed.map(({ column }) => column ?? null)],
  );
  return rows.map((row) => row.drop);
}
