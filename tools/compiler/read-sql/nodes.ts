import type { Node } from "libpg-query";

type Content<Union, Kind extends string> = Union extends { readonly [Key in Kind]: infer Value } ? Value : never;
type KeysOf<Union> = Union extends unknown ? keyof Union : never;

/** The node inside of its wrapper `{Kind: …}`, if it is of that kind. */
export function unwrap<Kind extends KeysOf<Node> & string>(
  node: Node | undefined,
  kind: Kind,
): Content<Node, Kind> | undefined {
  return node === undefined
    ? undefined
    : ((node as { readonly [key: string]: unknown })[kind] as Content<Node, Kind> | undefined);
}

/** Texts of a list of String nodes. */
export function names(nodes: readonly Node[] | undefined): readonly string[] {
  return (nodes ?? []).flatMap((node) => unwrap(node, "String")?.sval ?? []);
}

/** Schema, if it is named, and name of an object such as a type. */
export function qualifiedName(nodes: readonly Node[] | undefined): { readonly schema?: string; readonly name: string } {
  const parts = names(nodes);
  const schema = parts.at(-2);
  return { name: parts.at(-1) ?? "", ...(schema !== undefined && { schema }) };
}
