import type { Client } from "pg";
import type { RowCheck } from "./row-check";

export interface Violations {
  readonly count: number;
  /** Names of the columns of the primary key; empty when the table has none. */
  readonly key: readonly string[];
  /** Values of the primary key of at most three rows. */
  readonly samples: readonly (readonly string[])[];
}

const statementTimeoutMs = 30_000;

/** Only reads, in a transaction that ends by itself. @returns why it could not be asked, without any value of a row */
export async function askRows(client: Client, check: RowCheck): Promise<Violations | { readonly reason: string }> {
  await client.query("BEGIN READ ONLY");
  try {
    await client.query(
      `SET LOCAL statement_timeout = ${statementTimeoutMs}; SET LOCAL lock_timeout = 2000; SET LOCAL row_security = off`,
    );
    const key = await primaryKey(client, check.table);
    if (check.value !== undefined) return { key, ...(await failingValues(client, check, check.value, key)) };
    const { rows } = await client.query<{ count: string }>(check.rows("count(*) AS count"));
    const count = Number(rows[0]?.count);
    if (count === 0 || key.length === 0) return { count, key, samples: [] };
    const sampled = await client.query<{ key: string[] }>(`${check.rows(keyOf(key))} ORDER BY ${orderOf(key)} LIMIT 3`);
    return { count, key, samples: sampled.rows.map((row) => row.key) };
  } catch (error) {
    return { reason: reasonOf(error) };
  } finally {
    await client.query("ROLLBACK").catch(() => {});
  }
}

/** Words of a data exception have values in them. */
function reasonOf(error: unknown): string {
  const { code = "", message } = error as { code?: string; message: string };
  if (code === "57014") return `not answered within ${statementTimeoutMs / 1_000} s`;
  if (/^(22|23)/.test(code)) return `SQLSTATE ${code} while it was asked`;
  if (code === "") throw error;
  return message;
}

function keyOf(key: readonly string[]): string {
  return `ARRAY[${key.map((one) => `t.${one}::text`).join(", ")}] AS key`;
}

function orderOf(key: readonly string[]): string {
  return key.map((one) => `t.${one}`).join(", ");
}

async function primaryKey(client: Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT quote_ident(a.attname) AS name FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
     WHERE i.indrelid = $1::regclass AND i.indisprimary ORDER BY array_position(i.indkey::int2[], a.attnum)`,
    [table],
  );
  return rows.map((row) => row.name);
}

/** All at once; only when that fails, one by one in a block that catches each. */
async function failingValues(
  client: Client,
  { from, rows }: RowCheck,
  value: string,
  key: readonly string[],
): Promise<Pick<Violations, "count" | "samples">> {
  await client.query("SAVEPOINT whole");
  try {
    await client.query(rows(`count(${value})`));
    return { count: 0, samples: [] };
  } catch (error) {
    if (!/^(22|23)/.test((error as { code?: string }).code ?? "")) throw error;
    await client.query("ROLLBACK TO whole");
  }
  const keys = key.length === 0 ? "NULL::text[]" : keyOf(key).replace(/ AS key$/, "");
  const body = `DECLARE
  place record; found bigint := 0; samples jsonb := '[]';
BEGIN
  FOR place IN SELECT t.ctid AS row, t.tableoid AS part, ${keys} AS key FROM ${from} AS t ORDER BY ${key.length === 0 ? 1 : orderOf(key)} LOOP
    BEGIN
      PERFORM ${value} FROM ${from} AS t WHERE t.ctid = place.row AND t.tableoid = place.part;
    EXCEPTION WHEN data_exception OR integrity_constraint_violation THEN
      found := found + 1;
      IF found <= 3 AND place.key IS NOT NULL THEN samples := samples || jsonb_build_array(place.key); END IF;
    END;
  END LOOP;
  PERFORM set_config('specline.preflight', jsonb_build_object('count', found, 'samples', samples)::text, true);
END`;
  await client.query(`DO ${client.escapeLiteral(body)}`);
  const { rows: answers } = await client.query<{ answer: Pick<Violations, "count" | "samples"> }>(
    "SELECT current_setting('specline.preflight')::jsonb AS answer",
  );
  return answers[0]?.answer ?? { count: 0, samples: [] };
}
