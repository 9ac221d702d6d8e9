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
import type { Keyword, TypeMember, TypeTree } from "./type-tree";

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
      return join([context.use(context.names.schema(tree.name)), ...tree.path.map((part) => index([part]))], "");
    case "array":
      return code`${tree.isReadonly ? code`readonly ` : nothing}${parenthesised(tree.items, context)}[]`;
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
    case "record":
      return code`Record<string, ${print(tree.value)}>`;
    case "omit":
      return code`Omit<${print(tree.from)}, ${join(tree.names.map(stringLiteral), " | ")}>`;
    case "required": {
      const names = join(tree.names.map(stringLiteral), " | ");
      const base = print(tree.of);
      return code`${base} & Required<Pick<${base}, ${names}>>`;
    }
    case "object":
      return printObject(tree, context);
    default:
      return tree satisfies never;
  }
}

function index(path: readonly string[]): Code {
  return join(
    path.map((part) => code`[${stringLiteral(part)}]`),
    "",
  );
}

export function printObject(tree: Extract<TypeTree, { kind: "object" }>, context: TypeContext): Code {
  const members = tree.members.map((member) => printMember(member, context));
  const all =
    tree.index === undefined ? members : [...members, code`[name: string]: ${printType(tree.index, context)};`];
  return all.length === 0 ? code`Record<string, never>` : code`{\n  ${join(all, "\n")}\n}`;
}

export function printMember(member: TypeMember, context: TypeContext): Code {
  const comment = member.comment === "" ? nothing : code`${docComment(member.comment)}\n`;
  const mark = member.isOptional ? code`?` : nothing;
  return code`${comment}${propertyKey(member.name)}${mark}: ${printType(member.type, context)};`;
}

function parenthesised(tree: TypeTree, context: TypeContext): Code {
  const printed = printType(tree, context);
  const isCompound = tree.kind === "union" || tree.kind === "intersection" || tree.kind === "required";
  return isCompound || (tree.kind === "array" && tree.isReadonly) ? inParentheses(printed) : printed;
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
