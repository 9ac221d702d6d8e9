import type { Node } from "libpg-query";

/**
 * How a statement relates to transactions: `shared` may stand beside others in one, `alone` refuses to run in one
 * (PreventInTransactionBlock in PostgreSQL's source), `control` opens or ends one itself.
 */
export type TransactionNeed = "shared" | "alone" | "control";

export function transactionNeed(node: Node): TransactionNeed {
  if ("TransactionStmt" in node) return "control";
  if ("IndexStmt" in node) return node.IndexStmt.concurrent ? "alone" : "shared";
  if ("DropStmt" in node) return node.DropStmt.concurrent ? "alone" : "shared";
  if ("VacuumStmt" in node) return node.VacuumStmt.is_vacuumcmd ? "alone" : "shared";
  if ("ReindexStmt" in node) return isConcurrentReindex(node.ReindexStmt) ? "alone" : "shared";
  if ("AlterTableStmt" in node) return isConcurrentDetach(node.AlterTableStmt.cmds ?? []) ? "alone" : "shared";
  if ("DoStmt" in node) return endsTransactions(node.DoStmt.args ?? []) ? "alone" : "shared";
  if ("ClusterStmt" in node) return node.ClusterStmt.relation === undefined ? "alone" : "shared";
  const standalone = ["CreatedbStmt", "DropdbStmt", "CreateTableSpaceStmt", "DropTableSpaceStmt", "AlterSystemStmt"];
  const subscriptions = ["CreateSubscriptionStmt", "DropSubscriptionStmt"];
  return [...standalone, ...subscriptions].includes(Object.keys(node)[0] ?? "") ? "alone" : "shared";
}

/** A block of code that commits fails inside a transaction of others (PostgreSQL manual, PL/pgSQL, Transaction Management). */
function endsTransactions(parts: readonly Node[]): boolean {
  return parts.some((one) => {
    const code = "DefElem" in one && one.DefElem.defname === "as" ? one.DefElem.arg : undefined;
    const text = code !== undefined && "String" in code ? (code.String.sval ?? "") : "";
    return /(?:^|;|\b(?:BEGIN|THEN|ELSE|LOOP))\s*(?:COMMIT|ROLLBACK)\s*(?:;|AND\b)/i.test(text);
  });
}

function isConcurrentReindex(node: { readonly params?: Node[]; readonly kind?: string }): boolean {
  const isWide = ["REINDEX_OBJECT_SCHEMA", "REINDEX_OBJECT_SYSTEM", "REINDEX_OBJECT_DATABASE"].includes(
    node.kind ?? "",
  );
  return isWide || (node.params ?? []).some((one) => "DefElem" in one && one.DefElem.defname === "concurrently");
}

function isConcurrentDetach(commands: readonly Node[]): boolean {
  return commands.some((one) => {
    if (!("AlterTableCmd" in one)) return false;
    const definition = one.AlterTableCmd.def;
    return definition !== undefined && "PartitionCmd" in definition && definition.PartitionCmd.concurrent === true;
  });
}

/** `ALTER TYPE … ADD VALUE`: the new label cannot be used before the transaction that added it has ended. */
export function needsCommitAfter(node: Node): boolean {
  return "AlterEnumStmt" in node && node.AlterEnumStmt.newVal !== undefined && node.AlterEnumStmt.oldVal === undefined;
}
