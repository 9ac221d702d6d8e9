import type { Client } from "pg";
import { readSurroundings } from "../plan/surroundings";
import { mentions } from "../sql/mentions";
import { bareName } from "../sql/split-name";

/**
 * Tests a table (as the snapshot names it) for being named by SQL, itself or by a domain that one of its columns has: `ALTER DOMAIN` reads
 * the rows of tables that it does not name.
 */
export async function namedTables(client: Client, sql: string): Promise<(table: string) => boolean> {
  const { tablesOfDomain } = await readSurroundings(client);
  const byDomain = new Set(
    [...tablesOfDomain].flatMap(([domain, tables]) => (mentions(sql, bareName(domain)) ? tables : [])),
  );
  return (table) => byDomain.has(table) || mentions(sql, bareName(table));
}
