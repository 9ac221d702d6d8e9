import type { AlterTableCmd, Constraint, Node } from "libpg-query";
import { tableName } from "../plan/table-name";
import { transactionNeed } from "../sql/transaction-need";

/**
 * `brief`: others queue behind its locks, and it is done at once. `long`: others queue behind its locks, and it reads or writes rows. `online`:
 * nobody queues behind it, and it may take its time. `none`: a setting.
 */
export type TimeoutKind = "brief" | "long" | "online" | "none";

/** What statements before it in the plan have done, by table. */
export interface TablesOfPlan {
  readonly isNew: (table: string) => boolean;
  /** A constraint of it was validated, which `SET NOT NULL` takes as its proof (PostgreSQL manual, ALTER TABLE). */
  readonly isValidated: (table: string) => boolean;
}

export function timeoutKind(node: Node, tables: TablesOfPlan): TimeoutKind {
  if (transactionNeed(node) === "alone") return "online";
  if ("VariableSetStmt" in node) return "none";
  if ("IndexStmt" in node) {
    const { relation } = node.IndexStmt;
    // ON ONLY a partitioned table builds nothing; the parser leaves out what is false.
    return relation?.inh !== true || tables.isNew(tableName(relation)) ? "brief" : "long";
  }
  if ("AlterTableStmt" in node) {
    const { cmds = [], objtype, relation } = node.AlterTableStmt;
    const table = tableName(relation);
    const commands = cmds.flatMap((one) => ("AlterTableCmd" in one ? [one.AlterTableCmd] : []));
    if (commands.every((one) => one.subtype === "AT_ValidateConstraint")) return "online";
    if (objtype === "OBJECT_INDEX" || tables.isNew(table)) return "brief";
    return commands.some((one) => mayReadRows(one, tables.isValidated(table))) ? "long" : "brief";
  }
  return working.some((kind) => kind in node) ? "long" : "brief";
}

/** Statements that work on rows, run code of users, or bring hundreds of objects. */
const working = [
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "MergeStmt",
  "SelectStmt",
  "CopyStmt",
  "DoStmt",
  "CallStmt",
  "CreateTableAsStmt",
  "RefreshMatViewStmt",
  "ReindexStmt",
  "ClusterStmt",
  "VacuumStmt",
  "CreateExtensionStmt",
  "AlterExtensionStmt",
  "AlterDomainStmt",
];

const rowsByCommand = [
  "AT_AlterColumnType",
  "AT_SetLogged",
  "AT_SetUnLogged",
  "AT_SetTableSpace",
  "AT_SetAccessMethod",
  "AT_SetExpression",
  "AT_AttachPartition",
];

function mayReadRows({ subtype, def }: AlterTableCmd, isValidated: boolean): boolean {
  if (subtype === "AT_SetNotNull") return !isValidated;
  if (subtype === "AT_AddColumn" && def !== undefined && "ColumnDef" in def) {
    return (def.ColumnDef.constraints ?? []).some((one) => "Constraint" in one && fillsRows(one.Constraint));
  }
  if (subtype === "AT_AddConstraint" && def !== undefined && "Constraint" in def) {
    const { contype, skip_validation, indexname } = def.Constraint;
    if (contype === "CONSTR_NOTNULL") return skip_validation !== true && !isValidated;
    return skip_validation !== true && indexname === undefined;
  }
  return rowsByCommand.includes(subtype ?? "");
}

/** A constant default is kept beside the rows (PostgreSQL manual, ALTER TABLE); an expression may be volatile. */
function fillsRows({ contype, raw_expr }: Constraint): boolean {
  if (contype === "CONSTR_NOTNULL" || contype === "CONSTR_NULL") return false;
  if (contype !== "CONSTR_DEFAULT" || raw_expr === undefined) return true;
  const inner = "TypeCast" in raw_expr ? raw_expr.TypeCast.arg : raw_expr;
  return inner === undefined || !("A_Const" in inner);
}
