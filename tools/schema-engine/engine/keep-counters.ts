import type { Node } from "libpg-query";
import type { SqlStatement } from "../sql/sql-statement";

/**
 * Takes a bare RESTART out of `ALTER COLUMN … SET GENERATED`: Atlas writes it where an identity column changes, and the live counter would hand
 * out numbers again that rows have.
 */
export function keepCounters({ text, node }: SqlStatement): string {
  if (!setsIdentity(node)) return text;
  // Outside of quotes, RESTART without WITH is nothing else in an ALTER TABLE.
  return text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\s+RESTART\b(?!\s+WITH)/gi, (found) =>
    /^['"]/.test(found) ? found : "",
  );
}

function setsIdentity(node: Node): boolean {
  if (!("AlterTableStmt" in node)) return false;
  return (node.AlterTableStmt.cmds ?? []).some(
    (one) => "AlterTableCmd" in one && one.AlterTableCmd.subtype === "AT_SetIdentity",
  );
}
