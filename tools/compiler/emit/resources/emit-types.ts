import type { Resource } from "../../model/service";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { union } from "../layout";
import { type Code, code, docComment, identifier, join } from "../text";
import type { TypeContext } from "../types/print-type";
import { inputMembers, operationKey } from "./input-type";
import { replyTypes, usedNames } from "./reply-types";
import { resourcePath } from "./resource-path";

/** `types.ts` of a resource: input, replies and handler of each operation, and all handlers together. */
export function emitTypes(resource: Resource, context: EmitContext): Source {
  const imports = new Imports();
  imports.type("Handler", "../../../generated/context.js");
  const types: TypeContext = {
    names: context.names,
    use: (name) => imports.type(name, `../../../generated/schemas/${name}.js`),
  };
  const operations = resource.operations.map((operation) => {
    const name = identifier(context.names.operationType(operation.id));
    const members = inputMembers(operation, context, types);
    const replies = replyTypes(operation, context.types, types);
    if (replies.length > 0) imports.type("Reply", "../../../generated/runtime/handler.js");
    for (const name of usedNames(replies)) imports.type(name, "../../../generated/runtime/handler.js");
    const label = `\`${operationKey(operation)}\`${operation.summary ? `: ${operation.summary}` : ""}`;
    const comment = [label, operation.description ?? "", operation.deprecated ? "@deprecated" : ""];
    return join(
      [
        input(name, members),
        code`export type ${name}Reply = ${replies.length === 0 ? code`never` : union(replies)};`,
        code`${docComment(comment.filter((part) => part !== "").join("\n\n"))}
export type ${name} = Handler<${name}Input, ${name}Reply>;`,
      ],
      "\n\n",
    );
  });
  const handlers = resource.operations.map(
    ({ id }) =>
      code`readonly ${identifier(context.names.operation(id))}: ${identifier(context.names.operationType(id))};`,
  );
  const handlersName = code`${identifier(context.names.resourceType(resource.name))}Handlers`;
  const all: Code = code`export interface ${handlersName} {\n  ${join(handlers, "\n")}\n}`;
  const body = code`${imports.print()}${join([...operations, all], "\n\n")}`;
  return { path: `${resourcePath(resource, context)}/generated/types.ts`, body };
}

function input(name: Code, members: readonly Code[]): Code {
  if (members.length === 0) return code`export type ${name}Input = Record<never, never>;`;
  return code`export interface ${name}Input {\n  ${join(members, "\n")}\n}`;
}
