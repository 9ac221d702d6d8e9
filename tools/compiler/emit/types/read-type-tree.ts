import type ts from "typescript";
import { keywords, type TypeMember, type TypeTree } from "./type-tree";

type TypeScript = typeof ts;

/** Top-level interfaces of openapi-typescript's output: `paths`, `components`, `operations`. */
export type Declarations = ReadonlyMap<string, ts.TypeNode | ts.InterfaceDeclaration>;

export interface TreeReader {
  read(node: ts.TypeNode | ts.InterfaceDeclaration): TypeTree;
}

/** Turns syntax into values. References to component schemas stay references; all others are replaced by what they name. */
export function createTreeReader(typescript: TypeScript, declarations: Declarations, source: string): TreeReader {
  const underWay = new Set<string>();

  function read(node: ts.TypeNode | ts.InterfaceDeclaration): TypeTree {
    if (typescript.isInterfaceDeclaration(node) || typescript.isTypeLiteralNode(node)) return readObject(node.members);
    if (typescript.isParenthesizedTypeNode(node)) return read(node.type);
    if (typescript.isArrayTypeNode(node)) return { kind: "array", items: read(node.elementType), isReadonly: false };
    if (typescript.isTypeOperatorNode(node)) return readOperator(node);
    if (typescript.isTupleTypeNode(node)) return { kind: "tuple", items: node.elements.map(read) };
    if (typescript.isUnionTypeNode(node)) return { kind: "union", members: node.types.map(read) };
    if (typescript.isIntersectionTypeNode(node)) return { kind: "intersection", members: node.types.map(read) };
    if (typescript.isIndexedAccessTypeNode(node)) return readReference(node);
    if (typescript.isTypeReferenceNode(node)) return readNamed(node);
    if (typescript.isLiteralTypeNode(node)) return readLiteral(node);
    const keyword = keywords.find((name) => node.kind === keywordKinds[name]);
    if (keyword !== undefined) return { kind: "keyword", name: keyword };
    throw new Error(`openapi-typescript made a type that is not known here: ${typescript.SyntaxKind[node.kind]}`);
  }

  const keywordKinds = {
    string: typescript.SyntaxKind.StringKeyword,
    number: typescript.SyntaxKind.NumberKeyword,
    boolean: typescript.SyntaxKind.BooleanKeyword,
    unknown: typescript.SyntaxKind.UnknownKeyword,
    never: typescript.SyntaxKind.NeverKeyword,
    undefined: typescript.SyntaxKind.UndefinedKeyword,
    null: typescript.SyntaxKind.NullKeyword,
    bigint: typescript.SyntaxKind.BigIntKeyword,
  };

  function readObject(nodes: readonly ts.TypeElement[]): TypeTree {
    const members: TypeMember[] = [];
    let index: TypeTree | undefined;
    for (const node of nodes) {
      if (typescript.isIndexSignatureDeclaration(node)) index = read(node.type);
      if (!typescript.isPropertySignature(node) || node.type === undefined) continue;
      members.push({
        name: nameOf(node.name),
        isOptional: node.questionToken !== undefined,
        type: read(node.type),
        comment: commentOf(node),
      });
    }
    return { kind: "object", members, ...(index === undefined ? {} : { index }) };
  }

  function nameOf(node: ts.PropertyName): string {
    if (typescript.isIdentifier(node) || typescript.isStringLiteral(node) || typescript.isNumericLiteral(node)) {
      return node.text;
    }
    throw new Error("openapi-typescript made a computed property name");
  }

  function readOperator(node: ts.TypeOperatorNode): TypeTree {
    const tree = read(node.type);
    return tree.kind === "array" ? { ...tree, isReadonly: true } : tree;
  }

  function readLiteral({ literal }: ts.LiteralTypeNode): TypeTree {
    if (typescript.isStringLiteral(literal)) return { kind: "literal", value: literal.text };
    if (typescript.isNumericLiteral(literal)) return { kind: "literal", value: Number(literal.text) };
    if (typescript.isPrefixUnaryExpression(literal) && typescript.isNumericLiteral(literal.operand)) {
      return { kind: "literal", value: -Number(literal.operand.text) };
    }
    if (literal.kind === typescript.SyntaxKind.TrueKeyword) return { kind: "literal", value: true };
    if (literal.kind === typescript.SyntaxKind.FalseKeyword) return { kind: "literal", value: false };
    if (literal.kind === typescript.SyntaxKind.NullKeyword) return { kind: "literal", value: null };
    throw new Error("openapi-typescript made a literal that is not known here");
  }

  function readNamed(node: ts.TypeReferenceNode): TypeTree {
    const name = typescript.isIdentifier(node.typeName) ? node.typeName.text : "";
    const [first, second] = node.typeArguments ?? [];
    if (name === "Record" && second !== undefined) return { kind: "record", value: read(second) };
    if (name === "Omit" && first && second) return { kind: "omit", from: read(first), names: namesIn(second) };
    if (name === "WithRequired" && first && second) {
      return { kind: "required", of: read(first), names: namesIn(second) };
    }
    const declaration = declarations.get(name);
    if (declaration !== undefined) return read(declaration);
    return { kind: "keyword", name: "unknown" };
  }

  function namesIn(node: ts.TypeNode): string[] {
    const nodes = typescript.isUnionTypeNode(node) ? node.types : [node];
    return nodes.flatMap((one) => {
      const literal = read(one);
      return literal.kind === "literal" && typeof literal.value === "string" ? [literal.value] : [];
    });
  }

  function readReference(node: ts.IndexedAccessTypeNode): TypeTree {
    const path = pathOf(node);
    const [group, kind, name, ...rest] = path;
    if (group === "components" && kind === "schemas" && name !== undefined) return { kind: "schema", name, path: rest };
    const key = JSON.stringify(path);
    const target = find(path);
    if (target === undefined || underWay.has(key)) return { kind: "keyword", name: "unknown" };
    underWay.add(key);
    const tree = read(target);
    underWay.delete(key);
    return tree;
  }

  function pathOf(node: ts.TypeNode): string[] {
    if (typescript.isIndexedAccessTypeNode(node)) {
      const index = read(node.indexType);
      return [...pathOf(node.objectType), index.kind === "literal" ? String(index.value) : ""];
    }
    if (typescript.isTypeReferenceNode(node) && typescript.isIdentifier(node.typeName)) return [node.typeName.text];
    if (typescript.isParenthesizedTypeNode(node)) return pathOf(node.type);
    if (typescript.isTypeReferenceNode(node)) return [];
    return [];
  }

  function find(path: readonly string[]): ts.TypeNode | undefined {
    const [group = "", ...rest] = path;
    let current: ts.TypeNode | ts.InterfaceDeclaration | undefined = declarations.get(group);
    for (const name of rest) {
      if (current === undefined) return undefined;
      if (!typescript.isInterfaceDeclaration(current) && !typescript.isTypeLiteralNode(current)) return undefined;
      const members: readonly ts.TypeElement[] = current.members;
      const member: ts.TypeElement | undefined = members.find(
        (one) => one.name !== undefined && nameOf(one.name) === name,
      );
      current = member !== undefined && typescript.isPropertySignature(member) ? member.type : undefined;
    }
    return current !== undefined && !typescript.isInterfaceDeclaration(current) ? current : undefined;
  }

  function commentOf(node: ts.Node): string {
    const comment = (typescript.getLeadingCommentRanges(source, node.pos) ?? []).at(-1);
    return comment === undefined ? "" : describe(source.slice(comment.pos + 2, comment.end - 2));
  }

  return { read };
}

/** The words for people in a comment of openapi-typescript: without the tags that say what the type says anyway. */
function describe(comment: string): string {
  const lines = comment.replace(/^\*/, "").split("\n");
  const kept: string[] = [];
  let isSkipping = false;
  for (const raw of lines) {
    const line = raw.replace(/^\s*\* ?/, "").trim();
    const tag = /^@(\w+)\s?(.*)$/.exec(line);
    if (tag !== null) isSkipping = !["description", "deprecated"].includes(tag[1] ?? "");
    if (isSkipping || /^Format: \S+$/.test(line)) continue;
    kept.push(tag?.[1] === "description" ? (tag[2] ?? "") : line);
  }
  return kept.join("\n").replaceAll("*\\/", "*/").trim();
}
