import type { EngineAction } from "../engine/schema-engine";
import { readStatements } from "../sql/read-statements";
import { quoted, tableName } from "./table-name";

/** PostgreSQL 18 knows VIRTUAL generated columns; pg-delta writes every generated column as STORED. */
export async function withVirtualColumns(
  actions: readonly EngineAction[],
  isVirtual: (column: string) => boolean,
): Promise<readonly EngineAction[]> {
  return Promise.all(
    actions.map(async (action) => {
      if (!/\bSTORED\s*;?\s*$/.test(action.sql)) return action;
      const [only] = await readStatements({ path: "plan", text: action.sql });
      if (only === undefined || !("AlterTableStmt" in only.node)) return action;
      const table = tableName(only.node.AlterTableStmt.relation);
      const [command] = only.node.AlterTableStmt.cmds ?? [];
      if (command === undefined || !("AlterTableCmd" in command)) return action;
      const definition = command.AlterTableCmd.def;
      if (definition === undefined || !("ColumnDef" in definition)) return action;
      const column = `${table}.${quoted(definition.ColumnDef.colname ?? "")}`;
      return isVirtual(column) ? { ...action, sql: action.sql.replace(/\bSTORED\s*;?\s*$/, "VIRTUAL") } : action;
    }),
  );
}
