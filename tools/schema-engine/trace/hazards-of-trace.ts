import type { Node } from "libpg-query";
import type { Hazard, HazardKind } from "../plan/hazard";
import { tableName } from "../plan/table-name";
import { blockedBy, lockName, strongest } from "./lock-mode";
import type { StatementTrace } from "./statement-trace";

/** What a statement did that others would have felt: to tables that were there and may have rows. */
export function hazardsOfTrace(trace: StatementTrace, isExisting: (table: string) => boolean): readonly Hazard[] {
  const { statement, locks, held, rewritten } = trace;
  // A foreign key of a new table has no rows to look up, whatever the plan of its check reads of a small table.
  const isOfNewTable =
    "AlterTableStmt" in statement.node &&
    !isExisting(tableName(statement.node.AlterTableStmt.relation)) &&
    !attachesPartition(statement.node);
  const scanned = isOfNewTable ? [] : trace.scanned;
  const what = firstLine(statement.text);
  const tables = new Set([...locks, ...held].map((one) => one.table));
  return [...tables].flatMap((table): readonly Hazard[] => {
    if (!isExisting(table)) return [];
    const own = locks.find((one) => one.table === table)?.mode;
    const mode = strongest([...held, ...locks].flatMap((one) => (one.table === table ? one.mode : [])));
    if (mode === undefined) return [];
    const blocks = blockedBy(mode);
    const works = (kind: HazardKind, does: string): readonly Hazard[] => [
      {
        kind,
        text: `${does} ${table} while ${mode === own ? "its lock" : "a lock of its transaction"} blocks ${blocks}: ${what}`,
        object: table,
        lock: lockName(mode),
        blocks,
      },
    ];
    // What is emptied gets a new file, too, and is no work.
    const isRewritten = rewritten.includes(table) && !("TruncateStmt" in statement.node);
    if (isRewritten) return works("TABLE_REWRITE", "writes all rows anew of");
    if (scanned.includes(table) && blocks !== "nothing") {
      return buildsIndex(statement.node)
        ? works("BLOCKING_INDEX_BUILD", "builds an index of")
        : works("TABLE_SCAN", "reads all rows of");
    }
    if (own === undefined || blockedBy(own) === "nothing") return [];
    const text = `blocks ${blockedBy(own)} of ${table} for a moment, and all who queue behind it: ${what}`;
    return [{ kind: "BRIEF_LOCK", text, object: table, lock: lockName(own), blocks: blockedBy(own) }];
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
