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
  const isOfTable = "AlterTableStmt" in node && tableName(node.AlterTableStmt.relation) === form.table;
  if (isOfTable) {
    const disturbs = (node.AlterTableStmt.cmds ?? []).some(isDisturbing);
    return disturbs || form.columns.some((column) => mentions(text, column));
  }
  return form.isReferredTo && !("IndexStmt" in node || "CommentStmt" in node || "GrantStmt" in node);
}

const disturbing = [
  "AT_DropColumn",
  "AT_AlterColumnType",
  "AT_DropConstraint",
  "AT_AttachPartition",
  "AT_DetachPartition",
];

function isDisturbing(command: Node): boolean {
  return "AlterTableCmd" in command && disturbing.includes(command.AlterTableCmd.subtype ?? "");
}
