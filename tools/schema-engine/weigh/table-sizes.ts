import type { Client } from "pg";

export interface TableSize {
  /** PostgreSQL's estimate, of the last VACUUM or ANALYZE; of a table that had none, the rows that statistics have counted. */
  readonly rows: number;
  /** Of the rows alone, with what is stored beside them (TOAST). */
  readonly bytes: number;
  readonly indexBytes: number;
}

const lockTimeoutMs = 2_000;

/**
 * Sizes of tables of a live database, which is only read; a partitioned one has those of its partitions. One that somebody keeps
 * locked, or that is not there, is left out.
 *
 * @param names as the catalog snapshot names them
 */
export async function readTableSizes(
  client: Client,
  names: readonly string[],
): Promise<ReadonlyMap<string, TableSize>> {
  const found = new Map<string, TableSize>();
  for (const name of new Set(names)) {
    await client.query("BEGIN READ ONLY");
    try {
      // A size is asked for under the lock of a reader, which waits behind whoever changes the table.
      await client.query(`SET LOCAL lock_timeout = ${lockTimeoutMs}`);
      const { rows } = await client.query<TableSize>(sizeOfTable, [name]);
      if (rows[0] !== undefined) found.set(name, rows[0]);
    } catch (error) {
      if ((error as { readonly code?: string }).code === undefined) throw error;
    } finally {
      await client.query("ROLLBACK").catch(() => {});
    }
  }
  return found;
}

const sizeOfTable = `
SELECT coalesce(sum(CASE WHEN c.reltuples < 0 THEN pg_stat_get_live_tuples(c.oid) ELSE c.reltuples END) FILTER (WHERE c.relkind <> 'p'), 0)::float8 AS rows,
  coalesce(sum(pg_table_size(c.oid)), 0)::float8 AS bytes, coalesce(sum(pg_indexes_size(c.oid)), 0)::float8 AS "indexBytes"
FROM (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE format('%I.%I', n.nspname, c.relname) = $1 AND c.relkind IN ('r', 'p', 'm')
) AS named
CROSS JOIN LATERAL (
  SELECT named.oid AS relid UNION SELECT relid FROM pg_partition_tree(named.oid)
) AS part
JOIN pg_class c ON c.oid = part.relid
HAVING count(*) > 0`;
