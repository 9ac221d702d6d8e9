import type { DropStmt } from "libpg-query";

/** What a `DROP` names, as bare parts: `["public", "t"]`. Functions and types too, without their arguments. */
export function droppedNames({ objects = [] }: DropStmt): readonly (readonly string[])[] {
  return objects.map((one) => {
    if ("List" in one) return strings(one.List.items);
    if ("ObjectWithArgs" in one) return strings(one.ObjectWithArgs.objname);
    return "TypeName" in one ? strings(one.TypeName.names) : strings([one]);
  });
}

function strings(nodes: DropStmt["objects"] = []): readonly string[] {
  return nodes.flatMap((one) => ("String" in one ? [one.String.sval ?? ""] : []));
}
