import type { Operation } from "../../model/operation";
import type { Resource } from "../../model/service";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { array, block, object } from "../layout";
import { resourcePath } from "../resources/resource-path";
import { type Code, code, docComment, identifier, join, member, propertyKey, stringLiteral } from "../text";

/** `routes.ts` of a resource: where each operation is, who may call it, what it is held to and what it does. */
export function emitRoutes(resource: Resource, context: EmitContext): Source {
  const imports = new Imports();
  const runtime = "../../../generated/runtime/route.js";
  const anyRoute = imports.type("AnyRoute", runtime);
  imports.value("route", runtime);
  imports.type("Context", "../../../generated/context.js");
  imports.namespace("validators", "./validators.js");
  const type = context.names.resourceType(resource.name);
  const handlers = imports.type(`${type}Handlers`, "./types.js");
  const routes = resource.operations.map((operation) => route(operation, context));
  const name = identifier(context.names.resourceRoutes(resource.name));
  const body = code`${imports.print()}${docComment(`The operations of \`${resource.name}\`.`)}
export function ${name}(handlers: ${handlers}): readonly ${anyRoute}<Context>[] {
  return [
    ${join(routes, ",\n")},
  ];
}`;
  return { path: `${resourcePath(resource, context)}/generated/routes.ts`, body };
}

function route(operation: Operation, { names }: EmitContext): Code {
  const own = member(names.operation(operation.id));
  const entries = [
    code`method: ${stringLiteral(operation.method.toUpperCase())}`,
    code`path: ${stringLiteral(operation.path.text)}`,
    code`contract: validators${own}`,
    code`handle: handlers${own}`,
  ];
  if (operation.security.length > 0) entries.push(code`security: ${security(operation)}`);
  const line = code`route({ ${join(entries, ", ")} })`;
  return line.text.length < 112 && !line.text.includes("\n") ? line : code`route(${block(entries)})`;
}

function security(operation: Operation): Code {
  return array(
    operation.security.map((requirement) =>
      object(
        requirement.map(({ scheme, scopes }) => code`${propertyKey(scheme)}: ${array(scopes.map(stringLiteral))}`),
      ),
    ),
  );
}
