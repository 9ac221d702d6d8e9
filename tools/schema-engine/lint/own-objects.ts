import type { Node } from "libpg-query";
import type { Hazard } from "../plan/hazard";
import { quoted, tableName } from "../plan/table-name";
import type { SqlStatement } from "../sql/sql-statement";

/**
 * Tests hazards of a statement for being about what earlier statements of the same file have made: nobody has data in it, and nobody uses it.
 * As written: a name with its schema is another one than the same without.
 */
export function isOfOwnObject(
  statements: readonly SqlStatement[],
  statement: SqlStatement,
): (hazard: Hazard) => boolean {
  const before = statements.slice(0, statements.indexOf(statement));
  const made = new Set(before.flatMap(({ node }) => madeBy(node)));
  return ({ kind, object }) => (kind === "DELETES_DATA" || kind === "BREAKS_CLIENTS") && made.has(object);
}

function madeBy(node: Node): readonly string[] {
  if ("CreateStmt" in node) return node.CreateStmt.if_not_exists ? [] : [written(node.CreateStmt.relation)];
  if ("CreateTableAsStmt" in node)
    return node.CreateTableAsStmt.if_not_exists ? [] : [written(node.CreateTableAsStmt.into?.rel)];
  if ("CreateSeqStmt" in node) return node.CreateSeqStmt.if_not_exists ? [] : [written(node.CreateSeqStmt.sequence)];
  if (!("AlterTableStmt" in node)) return [];
  const { relation, cmds = [] } = node.AlterTableStmt;
  return cmds.flatMap((one) => {
    if (!("AlterTableCmd" in one) || one.AlterTableCmd.subtype !== "AT_AddColumn") return [];
    const { def, missing_ok } = one.AlterTableCmd;
    if (missing_ok || def === undefined || !("ColumnDef" in def)) return [];
    return [`${tableName(relation)}.${quoted(def.ColumnDef.colname ?? "")}`];
  });
}

function written(relation: Parameters<typeof tableName>[0]): string {
  const name = quoted(relation?.relname ?? "");
  return relation?.schemaname === undefined ? name : `${quoted(relation.schemaname)}.${name}`;
}
