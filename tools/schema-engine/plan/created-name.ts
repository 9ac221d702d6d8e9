import type { Node } from "libpg-query";

/** Bare name of the type, function or sequence that a statement creates: what a column definition may need. */
export function createdName(node: Node): string | undefined {
  if ("CreateEnumStmt" in node) return lastOf(node.CreateEnumStmt.typeName);
  if ("CreateDomainStmt" in node) return lastOf(node.CreateDomainStmt.domainname);
  if ("CreateRangeStmt" in node) return lastOf(node.CreateRangeStmt.typeName);
  if ("CompositeTypeStmt" in node) return node.CompositeTypeStmt.typevar?.relname;
  if ("CreateFunctionStmt" in node) return lastOf(node.CreateFunctionStmt.funcname);
  if ("CreateSeqStmt" in node) return node.CreateSeqStmt.sequence?.relname;
  if ("DefineStmt" in node) return lastOf(node.DefineStmt.defnames);
  return undefined;
}

function lastOf(names: readonly Node[] | undefined): string | undefined {
  const last = names?.at(-1);
  return last !== undefined && "String" in last ? last.String.sval : undefined;
}
