import type { AlterTableCmd, ColumnDef, Node } from "libpg-query";

/**
 * Whether a statement waits for the lock of one table that others use, and for no second one while it holds that (PostgreSQL manual, 13.3.1, and the pages of
 * the commands). In doubt it is said to wait for several.
 */
export function locksOneTable(node: Node): boolean {
  if ("AlterTableStmt" in node) {
    const { cmds = [], objtype } = node.AlterTableStmt;
    return objtype === "OBJECT_TABLE" && cmds.every((one) => "AlterTableCmd" in one && isOfOwnTable(one.AlterTableCmd));
  }
  return single.some((kind) => kind in node);
}

const single = ["IndexStmt", "CreateTrigStmt", "CreatePolicyStmt", "AlterPolicyStmt", "CreateStatsStmt", "CommentStmt"];

/** Dropping a constraint or a column may drop a foreign key, which locks the table that it refers to. */
const ofSeveral = [
  "AT_DropConstraint",
  "AT_DropColumn",
  "AT_AttachPartition",
  "AT_DetachPartition",
  "AT_DetachPartitionFinalize",
  "AT_AddInherit",
  "AT_DropInherit",
  "AT_AlterConstraint",
];

function isOfOwnTable({ subtype, def }: AlterTableCmd): boolean {
  if (ofSeveral.includes(subtype ?? "")) return false;
  if (def !== undefined && "Constraint" in def) return def.Constraint.contype !== "CONSTR_FOREIGN";
  return def === undefined || !("ColumnDef" in def) || !refersToAnother(def.ColumnDef);
}

function refersToAnother({ constraints = [] }: ColumnDef): boolean {
  return constraints.some((one) => "Constraint" in one && one.Constraint.contype === "CONSTR_FOREIGN");
}
