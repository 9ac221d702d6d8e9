import { quoted } from "../plan/table-name";
import type { SchemaFacts } from "./schema-facts";

const blocksPerBatch = 100;

export interface BatchedUpdate {
  /** SQL, with schema. */
  readonly table: string;
  readonly assignments: string;
  /** What only rows that are not done yet satisfy. */
  readonly condition: string;
  /** Names and values that each transaction sets for itself. */
  readonly settings?: readonly (readonly [string, string])[];
  /** Tables inherit from it, and their rows are filled too. */
  readonly hasChildren?: boolean;
}

/**
 * Some blocks of the table at a time, each in a transaction of its own, so that no row is locked for long. Rows that others have locked are passed by: who
 * waits for one while it holds others can stand in a circle with a client. When a pass is over, what is left is waited for while nothing is held, and
 * another pass follows; it finds rows that others have moved meanwhile, too. Running it again goes on where it was.
 * What would be filled with NULL for ever is an error.
 */
export function fillInBatches({
  table,
  assignments,
  condition,
  settings = [],
  hasChildren = false,
}: BatchedUpdate): string {
  const name = `'${table.replaceAll("'", "''")}'`;
  const size = hasChildren ? sizeOfLargest(name) : `pg_relation_size(${name})`;
  const set = settings.map(([name, value]) => `      PERFORM set_config('${name}', '${value}', true);\n`).join("");
  return `DO $specline$
-- specline:repeatable
DECLARE
  first_block bigint;
  last_block bigint;
  is_stuck boolean;
BEGIN
  LOOP
    first_block := 0;
    last_block := ${size} / current_setting('block_size')::bigint;
    WHILE first_block <= last_block LOOP
${set}      WITH filled AS (
        UPDATE ${table} SET ${assignments}
        WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM ${table}
          WHERE ctid >= format('(%s,0)', first_block)::tid AND ctid < format('(%s,0)', first_block + ${blocksPerBatch})::tid
            AND ${condition}
          FOR NO KEY UPDATE SKIP LOCKED)) AND ${condition}
        RETURNING ${condition} AS is_empty
      ) SELECT bool_or(is_empty) INTO is_stuck FROM filled;
      IF is_stuck THEN RAISE EXCEPTION 'a row of % stays empty: what it is filled with is NULL', ${name}; END IF;
      first_block := first_block + ${blocksPerBatch};
      COMMIT;
    END LOOP;
${set.replaceAll("      PERFORM", "    PERFORM")}    PERFORM FROM ${table} WHERE ${condition} LIMIT 1 FOR NO KEY UPDATE;
    EXIT WHEN NOT FOUND;
    COMMIT;
  END LOOP;
END
$specline$`;
}

/** A new column, in the rows that have no value of it. */
export function fillWithDefault(table: string, column: string, { hasChildren }: SchemaFacts): string {
  const name = quoted(column);
  const condition = `${name} IS NULL`;
  return fillInBatches({ table, assignments: `${name} = DEFAULT`, condition, hasChildren: hasChildren(table) });
}

function sizeOfLargest(name: string): string {
  return `(
      WITH RECURSIVE part (oid) AS (
        SELECT ${name}::regclass::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN part ON i.inhparent = part.oid
      ) SELECT max(pg_relation_size(oid)) FROM part)`;
}
