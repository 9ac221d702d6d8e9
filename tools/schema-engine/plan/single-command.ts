import type { AlterTableCmd, Node } from "libpg-query";
import { tableName } from "./table-name";

export interface SingleCommand {
  /** SQL name with schema. */
  readonly table: string;
  readonly command: AlterTableCmd;
}

/** What an `ALTER TABLE` does, if it does one thing. */
export function singleCommand(node: Node | undefined): SingleCommand | undefined {
  if (node === undefined || !("AlterTableStmt" in node) || node.AlterTableStmt.objtype !== "OBJECT_TABLE")
    return undefined;
  const [only, second] = node.AlterTableStmt.cmds ?? [];
  if (only === undefined || second !== undefined || !("AlterTableCmd" in only)) return undefined;
  return { table: tableName(node.AlterTableStmt.relation), command: only.AlterTableCmd };
}
