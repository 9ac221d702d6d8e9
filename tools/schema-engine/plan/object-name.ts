import type { Node } from "libpg-query";
import { quoted } from "./table-name";

/** SQL, as far as a statement names it. */
export function objectName(node: Node): string {
  if ("String" in node) return quoted(node.String.sval ?? "");
  if ("ObjectWithArgs" in node) return (node.ObjectWithArgs.objname ?? []).map(objectName).join(".");
  if ("TypeName" in node) return (node.TypeName.names ?? []).map(objectName).join(".");
  if (!("List" in node)) return "";
  return (node.List.items ?? []).map(objectName).join(".");
}
