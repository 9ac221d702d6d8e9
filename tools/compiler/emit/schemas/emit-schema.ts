import type { NamedSchema } from "../../model/schema";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { type Code, code, docComment, identifier, nothing } from "../text";
import { printObject, printType, type TypeContext } from "../types/print-type";
import type { TypeTree } from "../types/type-tree";
import { schemaValue } from "./schema-value";

/** `src/generated/schemas/<Name>.ts`: the type and the TypeBox value of one component schema. */
export function emitSchema(named: NamedSchema, context: EmitContext): Source {
  const { name, schema } = named;
  const typeName = context.names.schema(name);
  const imports = new Imports();
  imports.value("t", "../runtime/schema.js");
  imports.type("TUnsafe", "../runtime/schema.js");
  const types: TypeContext = {
    names: context.names,
    use: (used) => (used === typeName ? identifier(used) : imports.type(used, `./${used}.js`)),
  };
  const found = context.types.schema(named);
  const comment = found.comment === "" ? nothing : code`${docComment(found.comment)}\n`;
  const type = declaration(identifier(typeName), found.type, types);
  const value = schemaValue(schema, context, typeName);
  const body = code`${imports.print()}${comment}${type}

export const ${identifier(typeName)}: TUnsafe<${identifier(typeName)}> = ${value};`;
  return { path: `src/generated/schemas/${typeName}.ts`, body };
}

function declaration(name: Code, tree: TypeTree, types: TypeContext): Code {
  if (tree.kind === "object" && tree.members.length > 0)
    return code`export interface ${name} ${printObject(tree, types)}`;
  return code`export type ${name} = ${printType(tree, types)};`;
}
