import type { Node } from "libpg-query";
import type { Hazard } from "../plan/hazard";
import { tableName } from "../plan/table-name";
import { blockedBy, lockName } from "./lock-mode";
import type { StatementTrace } from "./statement-trace";

/** What a statement did that others would have felt: to tables that were there and may have rows. */
export function hazardsOfTrace(trace: StatementTrace, isExisting: (table: string) => boolean): readonly Hazard[] {
  const { statement, locks, rewritten } = trace;
  // A foreign key of a new table has no rows to look up, whatever the plan of its check reads of a small table.
  const isOfNewTable =
    "AlterTableStmt" in statement.node &&
    !isExisting(tableName(statement.node.AlterTableStmt.relation)) &&
    !attachesPartition(statement.node);
  const scanned = isOfNewTable ? [] : trace.scanned;
  const what = firstLine(statement.text);
  return locks.flatMap(({ table, mode }): readonly Hazard[] => {
    const blocks = blockedBy(mode);
    if (!isExisting(table)) return [];
    const hazard = { object: table, lock: lockName(mode), blocks };
    if (rewritten.includes(table)) {
      return [
        {
          kind: "TABLE_REWRITE",
          text: `writes all rows of ${table} anew while its lock blocks ${blocks}: ${what}`,
          ...hazard,
        },
      ];
    }
    if (blocks === "nothing") return [];
    if (scanned.includes(table) && buildsIndex(statement.node)) {
      return [
        {
          kind: "BLOCKING_INDEX_BUILD",
          text: `builds an index of ${table} while its lock blocks ${blocks}: ${what}`,
          ...hazard,
        },
      ];
    }
    if (scanned.includes(table)) {
      return [
        { kind: "TABLE_SCAN", text: `reads all rows of ${table} while its lock blocks ${blocks}: ${what}`, ...hazard },
      ];
    }
    return [
      {
        kind: "BRIEF_LOCK",
        text: `blocks ${blocks} of ${table} for a moment, and all who queue behind it: ${what}`,
        ...hazard,
      },
    ];
  });
}

/** A new parent may get a partition that has rows. */
function attachesPartition(node: Node): boolean {
  if (!("AlterTableStmt" in node)) return false;
  const commands = node.AlterTableStmt.cmds ?? [];
  return commands.some((one) => "AlterTableCmd" in one && one.AlterTableCmd.subtype === "AT_AttachPartition");
}

function buildsIndex(node: Node): boolean {
  if ("IndexStmt" in node || "ReindexStmt" in node) return true;
  if (!("AlterTableStmt" in node)) return false;
  return (node.AlterTableStmt.cmds ?? []).some((one) => {
    const def = "AlterTableCmd" in one ? one.AlterTableCmd.def : undefined;
    if (def === undefined) return false;
    return "ColumnDef" in def ? (def.ColumnDef.constraints ?? []).some(hasIndex) : hasIndex(def);
  });
}

function hasIndex(node: Node): boolean {
  const kinds = ["CONSTR_UNIQUE", "CONSTR_PRIMARY", "CONSTR_EXCLUSION"];
  return "Constraint" in node && kinds.includes(node.Constraint.contype ?? "");
}

function firstLine(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 100 ? `${line.slice(0, 97)}…` : line;
}
