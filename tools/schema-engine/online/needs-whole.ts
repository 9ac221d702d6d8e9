import type { Node } from "libpg-query";
import { tableName } from "../plan/table-name";
import { mentions } from "../sql/mentions";
import { bareName } from "../sql/split-name";
import type { SqlStatement } from "../sql/sql-statement";
import type { OnlineForm } from "./online-form";

/** Whether a statement can only follow when all parts of a change have run. In doubt it does: that costs a transaction, never the outcome. */
export function needsWhole({ text, node }: SqlStatement, form: OnlineForm): boolean {
  if (form.names.some((name) => mentions(text, name))) return true;
  if (!mentions(text, bareName(form.table))) return false;
  if ("DropStmt" in node || "RenameStmt" in node || "AlterObjectSchemaStmt" in node) return true;
  // A table that is attached brings its indexes and constraints with it.
  if ("AlterTableStmt" in node && (node.AlterTableStmt.cmds ?? []).some(isMoveOfPartition)) return true;
  const isOfTable = "AlterTableStmt" in node && tableName(node.AlterTableStmt.relation) === form.table;
  if (isOfTable) {
    const disturbs = (node.AlterTableStmt.cmds ?? []).some(isDisturbing);
    return disturbs || form.columns.some((column) => mentions(text, column));
  }
  return form.isReferredTo && !("IndexStmt" in node || "CommentStmt" in node || "GrantStmt" in node);
}

function isDisturbing(command: Node): boolean {
  return isOfKind(command, ["AT_DropColumn", "AT_AlterColumnType", "AT_DropConstraint"]);
}

function isMoveOfPartition(command: Node): boolean {
  return isOfKind(command, ["AT_AttachPartition", "AT_DetachPartition"]);
}

function isOfKind(command: Node, kinds: readonly string[]): boolean {
  return "AlterTableCmd" in command && kinds.includes(command.AlterTableCmd.subtype ?? "");
}
