/** A TypeScript type as openapi-typescript made it, without anything of the TypeScript compiler. Texts are raw. */
export type TypeTree =
  | { readonly kind: "keyword"; readonly name: Keyword }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "schema"; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: "array"; readonly items: TypeTree; readonly isReadonly: boolean }
  | { readonly kind: "tuple"; readonly items: readonly TypeTree[] }
  | { readonly kind: "union" | "intersection"; readonly members: readonly TypeTree[] }
  | { readonly kind: "record"; readonly value: TypeTree }
  | { readonly kind: "omit"; readonly from: TypeTree; readonly names: readonly string[] }
  | { readonly kind: "required"; readonly of: TypeTree; readonly names: readonly string[] }
  | { readonly kind: "object"; readonly members: readonly TypeMember[]; readonly index?: TypeTree };

export const keywords = ["string", "number", "boolean", "unknown", "never", "undefined", "null", "bigint"] as const;
export type Keyword = (typeof keywords)[number];

export interface TypeMember {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: TypeTree;
  /** Description, and `@deprecated`; empty: none. */
  readonly comment: string;
}

export function memberOf(tree: TypeTree | undefined, name: string): TypeMember | undefined {
  return tree?.kind === "object" ? tree.members.find((member) => member.name === name) : undefined;
}
