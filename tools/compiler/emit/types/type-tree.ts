import type { SchemaName } from "../../model/schema";

/** A TypeScript type as a value. Texts are raw. */
export type TypeTree =
  | { readonly kind: "keyword"; readonly name: Keyword }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "schema"; readonly name: SchemaName }
  | { readonly kind: "array"; readonly items: TypeTree }
  | { readonly kind: "tuple"; readonly items: readonly TypeTree[] }
  | { readonly kind: "union" | "intersection"; readonly members: readonly TypeTree[] }
  /** `index`: the type of members that have no name here; `never`: there are none. */
  | { readonly kind: "object"; readonly members: readonly TypeMember[]; readonly index?: TypeTree };

export type Keyword = "string" | "number" | "boolean" | "unknown" | "never" | "File";

export interface TypeMember {
  readonly name: string;
  readonly isOptional: boolean;
  readonly type: TypeTree;
  /** Words for people; empty: none. */
  readonly comment: string;
}

export const unknownType: TypeTree = { kind: "keyword", name: "unknown" };
export const neverType: TypeTree = { kind: "keyword", name: "never" };
export const nullType: TypeTree = { kind: "literal", value: null };

/** One of them, without repetitions; what says nothing is left out. */
export function unionOf(types: readonly TypeTree[]): TypeTree {
  const members = distinct(types.flatMap((one) => (one.kind === "union" ? one.members : [one]))).filter(
    (one) => !isKeyword(one, "never"),
  );
  if (members.some((one) => isKeyword(one, "unknown"))) return unknownType;
  return members.length > 1 ? { kind: "union", members } : (members[0] ?? neverType);
}

/** All of them, without repetitions; what says nothing is left out. */
export function intersectionOf(types: readonly TypeTree[]): TypeTree {
  const members = distinct(types.flatMap((one) => (one.kind === "intersection" ? one.members : [one]))).filter(
    (one) => !isKeyword(one, "unknown"),
  );
  if (members.some((one) => isKeyword(one, "never"))) return neverType;
  return members.length > 1 ? { kind: "intersection", members } : (members[0] ?? unknownType);
}

export function isKeyword(type: TypeTree, name: Keyword): boolean {
  return type.kind === "keyword" && type.name === name;
}

function distinct(types: readonly TypeTree[]): readonly TypeTree[] {
  if (types.length < 2) return types;
  return [...new Map(types.map((one) => [JSON.stringify(one), one])).values()];
}
