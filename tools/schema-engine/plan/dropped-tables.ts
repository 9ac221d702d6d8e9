import type { Node } from "libpg-query";
import { droppedNames } from "./dropped-names";
import { quoted } from "./table-name";

/** Tables that a `DROP TABLE` names, as SQL; none: it is another statement. */
export function droppedTables(node: Node): readonly string[] {
  if (!("DropStmt" in node) || node.DropStmt.removeType !== "OBJECT_TABLE") return [];
  return droppedNames(node.DropStmt).map((parts) => parts.map(quoted).join("."));
}
