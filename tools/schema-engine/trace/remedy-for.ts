import type { AlterTableCmd, Node } from "libpg-query";
import type { Hazard } from "../plan/hazard";

const quietHour = "Choose an hour when the table may stand still: PostgreSQL has no form of it that lets others go on.";

/** What to do about a hazard of this statement, where the sentence for its kind does not fit. */
export function remedyFor({ kind, text }: Hazard, node: Node): string | undefined {
  if (kind === "TABLE_REWRITE") return ofRewrite(node);
  if (kind === "BLOCKING_INDEX_BUILD") return ofBuild(node);
  if (kind !== "TABLE_SCAN") return undefined;
  if (text.includes("while a lock of its transaction blocks")) {
    return "Put it into a migration of its own, so that no lock of a statement before it is held meanwhile.";
  }
  if ("CreateStmt" in node || hasCommand(node, "AT_AttachPartition")) {
    return "Add a CHECK to that table first, NOT VALID and then validated, which says what PostgreSQL would look for: then it reads nothing.";
  }
  if ("AlterDomainStmt" in node) {
    return "Choose an hour when writers of the tables may wait: VALIDATE CONSTRAINT of a domain keeps them out as well.";
  }
  const isConstraint = ["AT_AddConstraint", "AT_SetNotNull"].some((one) => hasCommand(node, one));
  return isConstraint ? undefined : quietHour;
}

function ofRewrite(node: Node): string | undefined {
  if (hasCommand(node, "AT_AlterColumnType")) return undefined;
  if (commandsOf(node).some(isStored)) {
    return "PostgreSQL has no other way to a stored generated column: make it VIRTUAL (PostgreSQL 18), or a plain column that a trigger fills, with the rows that are there in batches.";
  }
  if (hasCommand(node, "AT_AddColumn")) {
    return "Add the column without it, set the default, and fill the rows in batches: `diff` plans it so.";
  }
  if ("RefreshMatViewStmt" in node) return "REFRESH … CONCURRENTLY lets readers go on; it needs a unique index.";
  return quietHour;
}

function ofBuild(node: Node): string | undefined {
  if ("ReindexStmt" in node) return "REINDEX … CONCURRENTLY lets others go on.";
  const isExclusion = commandsOf(node).some(
    ({ def }) => def !== undefined && "Constraint" in def && def.Constraint.contype === "CONSTR_EXCLUSION",
  );
  return isExclusion ? quietHour : undefined;
}

function isStored({ def }: AlterTableCmd): boolean {
  const constraints = def !== undefined && "ColumnDef" in def ? (def.ColumnDef.constraints ?? []) : [];
  return constraints.some((one) => "Constraint" in one && one.Constraint.contype === "CONSTR_GENERATED");
}

function hasCommand(node: Node, subtype: string): boolean {
  return commandsOf(node).some((one) => one.subtype === subtype);
}

function commandsOf(node: Node): readonly AlterTableCmd[] {
  if (!("AlterTableStmt" in node)) return [];
  return (node.AlterTableStmt.cmds ?? []).flatMap((one) => ("AlterTableCmd" in one ? one.AlterTableCmd : []));
}
