import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { unquoted } from "../sql/unquoted";

/**
 * A sequence takes no bounds that its counter is out of (PostgreSQL manual, ALTER SEQUENCE), so the counter moves to the nearest bound before it. A
 * counter within the bounds stays. `undefined`: the refused statement is not about the bounds of a sequence that was there.
 */
export function counterIntoRange(
  actions: readonly EngineAction[],
  statement: string,
  from: CatalogSnapshot,
): readonly EngineAction[] | undefined {
  const at = actions.findIndex(({ sql }) => unquoted(sql) === unquoted(statement));
  const [, low] = /\bMINVALUE (-?\d+)/.exec(statement) ?? [];
  const [, high] = /\bMAXVALUE (-?\d+)/.exec(statement) ?? [];
  const column = /^ALTER TABLE (\S+) ALTER COLUMN (\S+) /.exec(unquoted(statement));
  const [, named] = /^ALTER SEQUENCE (\S+) /.exec(unquoted(statement)) ?? [];
  const sequence = from.objects.find(({ kind, name, facts }) => {
    if (kind !== "sequence") return false;
    return column === null
      ? unquoted(name) === named
      : unquoted(String(facts["owned by"])) === `${column[1]}.${column[2]} (identity)`;
  })?.name;
  if (at === -1 || sequence === undefined || (low === undefined && high === undefined)) return undefined;
  const atLeast = low === undefined ? "last_value" : `greatest(last_value, ${low})`;
  const inside = high === undefined ? atLeast : `least(${atLeast}, ${high})`;
  const sql = `SELECT pg_catalog.setval('${sequence.replaceAll("'", "''")}', ${inside}, is_called AND last_value = ${inside}) FROM ${sequence}`;
  if (actions[at - 1]?.sql === sql) return undefined;
  return [...actions.slice(0, at), { sql }, ...actions.slice(at)];
}
