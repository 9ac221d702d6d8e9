import { type Code, code, identifier } from "../text";
import { printObject, printType, type TypeContext } from "./print-type";
import type { TypeTree } from "./type-tree";

/** An interface where the type is an object with named members, else an alias. */
export function printDeclaration(name: string, type: TypeTree, context: TypeContext): Code {
  if (type.kind === "object" && type.members.length > 0)
    return code`export interface ${identifier(name)} ${printObject(type, context)}`;
  return code`export type ${identifier(name)} = ${printType(type, context)};`;
}
