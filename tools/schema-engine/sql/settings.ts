import type { Node } from "libpg-query";

const timeouts = [
  "lock_timeout",
  "statement_timeout",
  "transaction_timeout",
  "idle_in_transaction_session_timeout",
  "idle_session_timeout",
];

/** A setting that counts for the rest of its session or transaction. */
export function isSetting(node: Node): boolean {
  return "VariableSetStmt" in node;
}

/** It counts for the rest of its transaction. */
export function isLocalSetting(node: Node): boolean {
  return "VariableSetStmt" in node && node.VariableSetStmt.is_local === true;
}

/** The timeout that a statement sets. */
export function timeoutName(node: Node): string | undefined {
  const name = "VariableSetStmt" in node ? node.VariableSetStmt.name?.toLowerCase() : undefined;
  return name !== undefined && timeouts.includes(name) ? name : undefined;
}
