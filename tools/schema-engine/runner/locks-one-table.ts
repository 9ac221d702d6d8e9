import type { AlterTableCmd, ColumnDef, Node, RangeVar } from "libpg-query";
import type { Client } from "pg";
import { quoted, tableName } from "../plan/table-name";

/**
 * Whether a statement waits for the lock of one table that others use, and for no second one while it holds that (PostgreSQL manual, 13.3.1, and the pages of
 * the commands). In doubt it is said to wait for several.
 */
export async function locksOneTable(client: Client, node: Node): Promise<boolean> {
  if (!isOfOneTable(node)) return false;
  const table = withChildren(node);
  if (table === undefined) return true;
  // A name without schema is found as the statement finds it.
  const name = table.schemaname === undefined ? quoted(table.relname ?? "") : tableName(table);
  const { rows } = await client.query("SELECT FROM pg_inherits WHERE inhparent = to_regclass($1) LIMIT 1", [name]);
  return rows.length === 0;
}

/** The table whose partitions and children a statement goes through, if it has any. */
function withChildren(node: Node): RangeVar | undefined {
  if ("AlterTableStmt" in node) return node.AlterTableStmt.relation?.inh ? node.AlterTableStmt.relation : undefined;
  if ("IndexStmt" in node) return node.IndexStmt.relation?.inh ? node.IndexStmt.relation : undefined;
  return "CreateTrigStmt" in node ? node.CreateTrigStmt.relation : undefined;
}

function isOfOneTable(node: Node): boolean {
  if ("AlterTableStmt" in node) {
    const { cmds = [], objtype } = node.AlterTableStmt;
    return objtype === "OBJECT_TABLE" && cmds.every((one) => "AlterTableCmd" in one && isOfOwnTable(one.AlterTableCmd));
  }
  return single.some((kind) => kind in node);
}

const single = ["IndexStmt", "CreateTrigStmt", "CreatePolicyStmt", "AlterPolicyStmt", "CreateStatsStmt", "CommentStmt"];

/** Dropping a constraint or a column may drop a foreign key, which locks the table that it refers to; a new type makes foreign keys again. */
const ofSeveral = [
  "AT_DropConstraint",
  "AT_DropColumn",
  "AT_AttachPartition",
  "AT_DetachPartition",
  "AT_DetachPartitionFinalize",
  "AT_AddInherit",
  "AT_DropInherit",
  "AT_AlterConstraint",
  "AT_AlterColumnType",
];

function isOfOwnTable({ subtype, def }: AlterTableCmd): boolean {
  if (ofSeveral.includes(subtype ?? "")) return false;
  if (def !== undefined && "Constraint" in def) return def.Constraint.contype !== "CONSTR_FOREIGN";
  return def === undefined || !("ColumnDef" in def) || !refersToAnother(def.ColumnDef);
}

function refersToAnother({ constraints = [] }: ColumnDef): boolean {
  return constraints.some((one) => "Constraint" in one && one.Constraint.contype === "CONSTR_FOREIGN");
}
