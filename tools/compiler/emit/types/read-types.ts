import type ts from "typescript";
import type { JsonValue } from "../../model/json-value";
import type { Operation } from "../../model/operation";
import { createTreeReader, type Declarations } from "./read-type-tree";
import { memberOf, type TypeTree } from "./type-tree";

/** The types of a description, by openapi-typescript, ready to be split over files. */
export interface ServiceTypes {
  /** Of a component schema. */
  schema(name: string): { readonly type: TypeTree; readonly comment: string } | undefined;
  /** Of an operation: an object with `parameters`, `requestBody` and `responses`. */
  operation(operation: Operation): TypeTree | undefined;
}

/** @param document OpenAPI 3.1; a copy of it is given to openapi-typescript */
export async function readTypes(document: JsonValue): Promise<ServiceTypes> {
  const [{ default: openapiTypescript, astToString }, { default: typescript }] = await Promise.all([
    import("openapi-typescript"),
    import("typescript"),
  ]);
  // Its syntax trees hold string literals as identifiers; printed and parsed again they are what they look like.
  const text = astToString(await openapiTypescript(structuredClone(document) as never, { silent: true }));
  const source = typescript.createSourceFile("types.ts", text, typescript.ScriptTarget.ES2022);
  const declarations: Declarations = new Map(
    source.statements.flatMap((node): [string, ts.TypeNode | ts.InterfaceDeclaration][] => {
      if (typescript.isInterfaceDeclaration(node)) return [[node.name.text, node]];
      return typescript.isTypeAliasDeclaration(node) && node.typeParameters === undefined
        ? [[node.name.text, node.type]]
        : [];
    }),
  );
  const reader = createTreeReader(typescript, declarations, text);
  const read = (name: string) => {
    const declaration = declarations.get(name);
    return declaration === undefined ? undefined : reader.read(declaration);
  };
  const schemas = memberOf(read("components"), "schemas")?.type;
  const paths = read("paths");
  return {
    schema: (name) => memberOf(schemas, name),
    operation: ({ path, method }) => memberOf(memberOf(paths, path.text)?.type, method)?.type,
  };
}
