import { union } from "../layout";
import type { Names } from "../names/names";
import {
  booleanLiteral,
  type Code,
  code,
  docComment,
  identifier,
  join,
  nothing,
  numberLiteral,
  propertyKey,
  stringLiteral,
} from "../text";
import { isKeyword, type Keyword, type TypeMember, type TypeTree } from "./type-tree";

export interface TypeContext {
  readonly names: Names;
  /** Called for every component schema that the type names. */
  readonly use: (typeName: string) => Code;
}

export function printType(tree: TypeTree, context: TypeContext): Code {
  const print = (one: TypeTree) => printType(one, context);
  switch (tree.kind) {
    case "keyword":
      return printKeyword(tree.name);
    case "literal":
      return printLiteral(tree.value);
    case "schema":
      return context.use(context.names.schema(tree.name));
    case "array":
      return code`${parenthesised(tree.items, context)}[]`;
    case "tuple":
      return code`[${join(tree.items.map(print), ", ")}]`;
    case "union":
      return union(
        tree.members.map((member) => (member.kind === "intersection" ? inParentheses(print(member)) : print(member))),
      );
    case "intersection":
      return join(
        tree.members.map((member) => (member.kind === "union" ? inParentheses(print(member)) : print(member))),
        " & ",
      );
    case "object":
      return printObject(tree, context);
    default:
      return tree satisfies never;
  }
}

export function printObject(tree: Extract<TypeTree, { kind: "object" }>, context: TypeContext): Code {
  const members = tree.members.map((member) => printMember(member, context));
  if (tree.index === undefined) return code`{\n  ${join(members, "\n")}\n}`;
  if (isKeyword(tree.index, "never")) return code`Record<string, never>`;
  const index = code`[name: string]: ${printType(tree.index, context)}`;
  if (members.length === 0 && !index.text.includes("\n")) return code`{ ${index} }`;
  return code`{\n  ${join([...members, code`${index};`], "\n")}\n}`;
}

function printMember(member: TypeMember, context: TypeContext): Code {
  const comment = member.comment === "" ? nothing : code`${docComment(member.comment)}\n`;
  const mark = member.isOptional ? code`?` : nothing;
  return code`${comment}${propertyKey(member.name)}${mark}: ${printType(member.type, context)};`;
}

function parenthesised(tree: TypeTree, context: TypeContext): Code {
  const printed = printType(tree, context);
  return tree.kind === "union" || tree.kind === "intersection" ? inParentheses(printed) : printed;
}

function inParentheses(inner: Code): Code {
  return inner.text.startsWith("\n") ? code`(${inner}\n)` : code`(${inner})`;
}

function printKeyword(name: Keyword): Code {
  return identifier(name);
}

function printLiteral(value: string | number | boolean | null): Code {
  if (value === null) return code`null`;
  if (typeof value === "string") return stringLiteral(value);
  return typeof value === "number" ? numberLiteral(value) : booleanLiteral(value);
}
