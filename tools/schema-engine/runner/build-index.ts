import type { IndexStmt } from "libpg-query";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { readStatements } from "../sql/read-statements";
import type { SqlStatement } from "../sql/sql-statement";
import type { ScriptRun } from "./run-request";

interface FoundIndex {
  readonly valid: boolean;
  readonly definition: string;
  readonly name: string;
}

/**
 * CREATE INDEX CONCURRENTLY that ends with a valid index or an error. `IF NOT EXISTS` is left out: after an interrupted build it
 * reports success beside an invalid index (research of 2026: postgres).
 */
export async function buildIndexConcurrently(
  { client, target, options }: ScriptRun,
  statement: SqlStatement,
  index: IndexStmt,
  wasInterrupted: boolean,
): Promise<void> {
  const find = async (): Promise<FoundIndex | undefined> => {
    const table = [index.relation?.schemaname, index.relation?.relname];
    const quoted = table.flatMap((part) => (part ? [client.escapeIdentifier(part)] : [])).join(".");
    const { rows } = await client.query<FoundIndex>(
      `SELECT i.indisvalid AS valid, pg_get_indexdef(i.indexrelid) AS definition, format('%I.%I', n.nspname, c.relname) AS name
       FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE c.relname = $1 AND n.oid = (SELECT relnamespace FROM pg_class WHERE oid = to_regclass($2))`,
      [index.idxname, quoted],
    );
    return rows[0];
  };
  const found = await find();
  if (found?.valid) {
    if (wasInterrupted || (await isSameIndex(found.definition, index))) return;
    const values = { index: found.name, target, definition: found.definition };
    throw new Refused([problem("migration/index-exists-differently", values)]);
  }
  if (found !== undefined) {
    options.onLine(`  removing the invalid index ${found.name} of an interrupted build`);
    await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${found.name}`);
  }
  await client.query(statement.text.replace(/\bIF\s+NOT\s+EXISTS\s+/i, ""));
  const built = await find();
  if (built?.valid !== true) throw new Error(`the index ${index.idxname} is invalid after its build`);
}

/** By the parser's tree of PostgreSQL's own words for the index; an expression that it prints in another form counts as different. */
async function isSameIndex(definition: string, wanted: IndexStmt): Promise<boolean> {
  const [parsed] = await readStatements({ path: "index", text: definition });
  if (parsed === undefined || !("IndexStmt" in parsed.node)) return false;
  return comparable(parsed.node.IndexStmt) === comparable(wanted);
}

function comparable(index: IndexStmt): string {
  const defaults = { accessMethod: "btree", concurrent: false, if_not_exists: false };
  return JSON.stringify(
    { ...index, ...defaults, accessMethod: index.accessMethod ?? "btree" },
    (key, value: unknown) => {
      if (["location", "schemaname", "inh", "relpersistence"].includes(key)) return undefined;
      if (key === "ordering" && value === "SORTBY_ASC") return "SORTBY_DEFAULT";
      return value;
    },
  );
}
