import type { CatalogSnapshot } from "../../postgres/catalog-snapshot/catalog-snapshot";
import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { tableName } from "./table-name";

/** Engines make every materialized view with its rows; one that the schema leaves empty may not be cheap to fill, or not possible yet. */
export async function withoutData(
  actions: readonly EngineAction[],
  { unpopulated = [] }: CatalogSnapshot,
): Promise<readonly EngineAction[]> {
  if (unpopulated.length === 0) return actions;
  return Promise.all(
    actions.map(async (action) => {
      if (!/^CREATE MATERIALIZED VIEW /.test(action.sql)) return action;
      const [only] = await readStatements({ path: "plan", text: action.sql });
      if (only === undefined || !("CreateTableAsStmt" in only.node)) return action;
      const { into } = only.node.CreateTableAsStmt;
      if (into?.skipData === true || !unpopulated.includes(tableName(into?.rel))) return action;
      return { ...action, sql: `${action.sql.replace(/[;\s]+$/, "")} WITH NO DATA` };
    }),
  );
}
