import type { Client } from "pg";
import { sections } from "./sections";

/** Rows of these are parts of other objects, data, or belong to the cluster. */
const notObjects = ["pg_largeobject_metadata", "pg_largeobject"];

/**
 * User objects in catalogs that no section covers: PostgreSQL's own list of catalogs with an `oid` column is walked, so a kind
 * that a later version adds is found too. Also relations of a kind that no section reads.
 */
export async function findUnmodelled(client: Client): Promise<readonly string[]> {
  const covered = [...sections.flatMap((section) => section.covers), ...notObjects];
  const { rows: catalogs } = await client.query<{ name: string }>(
    `SELECT c.relname::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'oid'
     WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND NOT c.relisshared
       AND c.relname <> ALL ($1) AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1`,
    [covered],
  );
  const queries = catalogs.map(
    ({ name }) => `SELECT '${name}' AS kind, count(*)::int AS count FROM pg_catalog.${name} x WHERE x.oid >= 16384
      AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_catalog.${name}'::regclass AND e.objid = x.oid AND e.deptype = 'e')`,
  );
  const relationKinds = `SELECT 'relation kind ' || c.relkind::text, count(*)::int FROM pg_class c
    WHERE c.oid >= 16384 AND c.relkind NOT IN ('r', 'p', 'f', 'v', 'm', 'S', 'c', 'i', 'I', 't') GROUP BY c.relkind`;
  const { rows } = await client.query<{ kind: string; count: number }>([...queries, relationKinds].join(" UNION ALL "));
  return rows.filter((row) => row.count > 0).map((row) => `${row.kind} (${row.count})`);
}
