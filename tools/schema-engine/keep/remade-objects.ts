import type { Node } from "libpg-query";
import type { EngineAction } from "../engine/schema-engine";
import { droppedTables } from "../plan/dropped-tables";
import { quoted, tableName } from "../plan/table-name";
import { readStatements } from "../sql/read-statements";

/** What a plan drops and makes again under its name, without the rows or values that were there. Names as the catalog snapshot writes them. */
export interface RemadeObjects {
  readonly tables: readonly string[];
  readonly columns: readonly string[];
}

export async function remadeObjects(actions: readonly EngineAction[]): Promise<RemadeObjects> {
  const tables = { gone: new Set<string>(), remade: new Set<string>() };
  const columns = { gone: new Set<string>(), remade: new Set<string>() };
  for (const { sql } of actions) {
    for (const { node } of await readStatements({ path: "plan", text: sql })) {
      for (const name of droppedTables(node)) tables.gone.add(name);
      const created = "CreateStmt" in node ? tableName(node.CreateStmt.relation) : undefined;
      if (created !== undefined && tables.gone.has(created)) tables.remade.add(created);
      for (const { name, isDrop } of changedColumns(node)) {
        if (isDrop) columns.gone.add(name);
        else if (columns.gone.has(name)) columns.remade.add(name);
      }
    }
  }
  return { tables: [...tables.remade], columns: [...columns.remade] };
}

interface ChangedColumn {
  readonly name: string;
  readonly isDrop: boolean;
}

/** Columns that a statement drops or adds. */
export function changedColumns(node: Node): readonly ChangedColumn[] {
  if (!("AlterTableStmt" in node) || node.AlterTableStmt.objtype !== "OBJECT_TABLE") return [];
  const table = tableName(node.AlterTableStmt.relation);
  return (node.AlterTableStmt.cmds ?? []).flatMap((one): readonly ChangedColumn[] => {
    if (!("AlterTableCmd" in one)) return [];
    const { subtype, name, def } = one.AlterTableCmd;
    if (subtype === "AT_DropColumn") return [{ name: `${table}.${quoted(name ?? "")}`, isDrop: true }];
    if (subtype !== "AT_AddColumn" || def === undefined || !("ColumnDef" in def)) return [];
    return [{ name: `${table}.${quoted(def.ColumnDef.colname ?? "")}`, isDrop: false }];
  });
}
