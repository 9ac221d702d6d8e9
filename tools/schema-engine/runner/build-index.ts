import type { IndexStmt } from "libpg-query";
import { problem } from "../../report/problem";
import { Refused } from "../../report/refused";
import { readStatements } from "../sql/read-statements";
import type { SqlStatement } from "../sql/sql-statement";
import { findIndex } from "./find-index";
import type { ScriptRun } from "./run-request";

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
  const found = await findIndex(client, index);
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
  const built = await findIndex(client, index);
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
