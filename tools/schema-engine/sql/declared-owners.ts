import type { Node } from "libpg-query";
import { readStatements } from "./read-statements";
import type { SqlFile } from "./sql-statement";

/** Bare; without arguments, which do not tell owners apart. */
export interface OwnedName {
  readonly schema: string | undefined;
  readonly name: string;
}

/** What the files say an owner of in words, whoever it is. */
export async function declaredOwners(files: readonly SqlFile[]): Promise<readonly OwnedName[]> {
  const statements = (await Promise.all(files.map(readStatements))).flat();
  return statements.flatMap(({ node }) => ownedNames(node));
}

function ownedNames(node: Node): readonly OwnedName[] {
  if ("CreateSchemaStmt" in node) {
    const { authrole, schemaname } = node.CreateSchemaStmt;
    const name = schemaname ?? authrole?.rolename;
    return authrole === undefined || name === undefined ? [] : [{ schema: undefined, name }];
  }
  if ("AlterTableStmt" in node) {
    const { relation, cmds = [] } = node.AlterTableStmt;
    const isOwner = cmds.some((one) => "AlterTableCmd" in one && one.AlterTableCmd.subtype === "AT_ChangeOwner");
    return isOwner && relation?.relname !== undefined ? [{ schema: relation.schemaname, name: relation.relname }] : [];
  }
  if (!("AlterOwnerStmt" in node)) return [];
  const { object } = node.AlterOwnerStmt;
  const parts = object === undefined ? [] : bareParts(object);
  const name = parts.at(-1);
  return name === undefined ? [] : [{ schema: parts.at(-2), name }];
}

function bareParts(node: Node): readonly string[] {
  if ("String" in node) return [node.String.sval ?? ""];
  if ("ObjectWithArgs" in node) return (node.ObjectWithArgs.objname ?? []).flatMap(bareParts);
  if ("TypeName" in node) return (node.TypeName.names ?? []).flatMap(bareParts);
  return "List" in node ? (node.List.items ?? []).flatMap(bareParts) : [];
}
