const blocksPerBatch = 100;

export interface BatchedUpdate {
  /** SQL, with schema. */
  readonly table: string;
  readonly assignments: string;
  /** What only rows that are not done yet satisfy. */
  readonly condition: string;
  /** Names and values that each transaction sets for itself. */
  readonly settings?: readonly (readonly [string, string])[];
}

/**
 * Some blocks of the table at a time, each in a transaction of its own, so that no row is locked for long. Rows that others move meanwhile
 * are found in the next pass; a pass that finds none is the last. Running it again goes on where it was.
 */
export function fillInBatches({ table, assignments, condition, settings = [] }: BatchedUpdate): string {
  const set = settings.map(([name, value]) => `      PERFORM set_config('${name}', '${value}', true);\n`).join("");
  return `DO $specline$
-- specline:repeatable
DECLARE
  first_block bigint;
  last_block bigint;
  changed bigint;
  changed_in_pass bigint;
BEGIN
  LOOP
    changed_in_pass := 0;
    first_block := 0;
    last_block := pg_relation_size('${table.replaceAll("'", "''")}') / current_setting('block_size')::bigint;
    WHILE first_block <= last_block LOOP
${set}      UPDATE ${table} SET ${assignments}
      WHERE ctid >= format('(%s,0)', first_block)::tid AND ctid < format('(%s,0)', first_block + ${blocksPerBatch})::tid
        AND ${condition};
      GET DIAGNOSTICS changed = ROW_COUNT;
      changed_in_pass := changed_in_pass + changed;
      first_block := first_block + ${blocksPerBatch};
      COMMIT;
    END LOOP;
    EXIT WHEN changed_in_pass = 0;
  END LOOP;
END
$specline$`;
}
