import type { Client } from "pg";

/**
 * Takes away the rows of tables of a shadow, and of those that refer to them, so that what is left satisfies all constraints. No trigger and no
 * rule sees it, and no lock of it hides one of a statement that follows in the same transaction, as those of TRUNCATE would.
 *
 * @returns all tables that are empty now, as the catalog snapshot names them
 */
export async function emptyTables(client: Client, isWanted: (table: string) => boolean): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string; oid: number; related: readonly number[] }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name, c.oid::int,
       ARRAY(SELECT k.conrelid::int FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = c.oid)
         || ARRAY(SELECT i.inhrelid::int FROM pg_inherits i WHERE i.inhparent = c.oid)
         || ARRAY(SELECT i.inhparent::int FROM pg_inherits i WHERE i.inhrelid = c.oid) AS related
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p') AND c.relpersistence <> 't'`,
  );
  const emptied = new Set(rows.filter((one) => isWanted(one.name)));
  for (const { related } of emptied) for (const one of rows) if (related.includes(one.oid)) emptied.add(one);
  const names = [...emptied].map((one) => one.name).sort();
  if (names.length === 0) return [];
  const deletions = names.map((name) => `DELETE FROM ONLY ${name};`).join(" ");
  await client.query("SET session_replication_role = replica");
  await client.query(deletions);
  await client.query("RESET session_replication_role");
  return names;
}
