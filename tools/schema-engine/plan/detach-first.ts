import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { unquoted } from "../sql/unquoted";

/**
 * A partition that goes while its parent stays is detached before, which PostgreSQL refuses when rows of others refer to its own.
 *
 * @param partition as PostgreSQL names it
 * @returns `undefined`: it is none, or is detached already
 */
export function detachFirst(
  actions: readonly EngineAction[],
  partition: string,
  from: CatalogSnapshot,
): readonly EngineAction[] | undefined {
  const table = from.objects.find(({ kind, name }) => kind === "table" && unquoted(name) === unquoted(partition));
  const [parent] = Array.isArray(table?.facts.parents) ? table.facts.parents : [];
  if (table?.facts["partition bound"] === undefined || parent === undefined) return undefined;
  const sql = `ALTER TABLE ${parent} DETACH PARTITION ${table.name}`;
  const dropped = actions.findIndex((one) => unquoted(one.sql) === `DROP TABLE ${unquoted(table.name)}`);
  if (dropped === -1 || actions.some((one) => one.sql === sql)) return undefined;
  return [...actions.slice(0, dropped), { sql }, ...actions.slice(dropped)];
}
