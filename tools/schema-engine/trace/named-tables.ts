import type { Client } from "pg";
import { bareName } from "../sql/split-name";
import { mentions } from "./mentions";

/**
 * Tests a table (as the snapshot names it) for being named by SQL, itself or by a domain that one of its columns has: `ALTER DOMAIN` reads
 * the rows of tables that it does not name.
 */
export async function namedTables(client: Client, sql: string): Promise<(table: string) => boolean> {
  const { rows } = await client.query<{ table: string; domain: string }>(
    `SELECT DISTINCT format('%I.%I', n.nspname, c.relname) AS "table", t.typname AS domain
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_type t ON t.oid = a.atttypid
     WHERE t.typtype = 'd' AND t.oid >= 16384 AND a.attnum > 0 AND c.relkind IN ('r', 'p', 'm')`,
  );
  const byDomain = new Set(rows.filter(({ domain }) => mentions(sql, domain)).map(({ table }) => table));
  return (table) => byDomain.has(table) || mentions(sql, bareName(table));
}
