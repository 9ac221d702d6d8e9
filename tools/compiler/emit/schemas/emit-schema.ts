import type { NamedSchema } from "../../model/schema";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { code, docComment, identifier, nothing } from "../text";
import { printDeclaration } from "../types/print-declaration";
import type { TypeContext } from "../types/print-type";
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
  const type = printDeclaration(typeName, found.type, types);
  const value = schemaValue(schema, context, typeName);
  const body = code`${imports.print()}${comment}${type}

export const ${identifier(typeName)}: TUnsafe<${identifier(typeName)}> = ${value};`;
  return { path: `src/generated/schemas/${typeName}.ts`, body };
}
