import type { IndexStmt } from "libpg-query";
import type { Client } from "pg";

export interface FoundIndex {
  readonly valid: boolean;
  readonly definition: string;
  /** With schema, quoted where needed, as the catalog snapshot writes it. */
  readonly name: string;
}

/** The index that a CREATE INDEX would make, when one of its name is there. */
export async function findIndex(client: Client, index: IndexStmt): Promise<FoundIndex | undefined> {
  const table = [index.relation?.schemaname, index.relation?.relname];
  const quoted = table.flatMap((part) => (part ? [client.escapeIdentifier(part)] : [])).join(".");
  const { rows } = await client.query<FoundIndex>(
    `SELECT i.indisvalid AS valid, pg_get_indexdef(i.indexrelid) AS definition, format('%I.%I', n.nspname, c.relname) AS name
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relname = $1 AND n.oid = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass($2))`,
    [index.idxname, quoted],
  );
  return rows[0];
}
