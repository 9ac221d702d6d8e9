import type { Client } from "pg";
import type { Hazard } from "../plan/hazard";
import type { SqlStatement } from "../sql/sql-statement";
import { type FunctionUse, functionUses } from "./function-uses";
import type { StatementTrace } from "./statement-trace";

/**
 * What still keeps values of the old bodies of functions when all statements have run: an index that one of them has built again is right.
 * By the statement that has replaced the function.
 */
export async function staleValues(
  client: Client,
  traces: readonly StatementTrace[],
  isExisting: (table: string) => boolean,
): Promise<ReadonlyMap<SqlStatement, readonly Hazard[]>> {
  const found = traces.filter((one) => one.stale.some(({ table }) => isExisting(table)));
  if (found.length === 0) return new Map();
  const key = (one: FunctionUse) => JSON.stringify([one.function, one.kind, one.object, one.identity]);
  const now = new Set((await functionUses(client)).map(key));
  return new Map(
    found.map(({ statement, stale }) => {
      const left = stale.filter((one) => isExisting(one.table) && now.has(key(one)));
      const tables = [...new Set(left.map((one) => one.table))];
      return [statement, tables.map((table) => hazardOf(left.filter((one) => one.table === table)))];
    }),
  );
}

function hazardOf(uses: readonly FunctionUse[]): Hazard {
  const [{ functionName = "", table = "" } = {}] = uses;
  const objects = uses.map(({ kind, object }) => `${kind} ${object}`).join(", ");
  const text = `gives ${functionName} a new body, but what the old one gave stays in ${table}: ${objects}`;
  return { kind: "STALE_VALUES", text, object: table };
}
