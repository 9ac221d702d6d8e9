import type { Operation } from "../../model/operation";
import type { Resource } from "../../model/service";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { array, block, object } from "../layout";
import { preferredReply } from "../media-types";
import { resourcePath } from "../resources/resource-path";
import {
  type Code,
  code,
  docComment,
  identifier,
  join,
  member,
  numberLiteral,
  propertyKey,
  stringLiteral,
} from "../text";
import { byPrecedence } from "./by-precedence";
import { routeParameters } from "./route-parameters";

/** `routes.ts` of a resource: one statement for each route. */
export function emitRoutes(resource: Resource, context: EmitContext): Source {
  const imports = new Imports();
  const runtime = `../../../generated/runtime/${context.framework.name}/framework.js`;
  imports.type("App", runtime);
  imports.type("RouteRuntime", runtime);
  imports.value("serve", runtime);
  imports.type("Context", "../../../generated/context.js");
  imports.namespace("validators", "./validators.js");
  const name = identifier(context.names.resourceType(resource.name));
  const handlers = imports.type(`${name.text}Handlers`, "./types.js");
  const routes = resource.operations
    .filter(({ method }) => method !== "trace")
    .sort(byPrecedence)
    .map((operation) => route(operation, context));
  const body = code`${imports.print()}${docComment(`Adds the routes of \`${resource.name}\`.`)}
export function register${name}(app: App, handlers: ${handlers}, runtime: RouteRuntime<Context>): void {
  ${join(routes, "\n")}
}`;
  return { path: `${resourcePath(resource, context)}/generated/routes.ts`, body };
}

function route(operation: Operation, { names, framework }: EmitContext): Code {
  const own = member(names.operation(operation.id));
  const parameters = routeParameters(operation.path);
  const entries = [code`request: validators${own}`, code`handle: handlers${own}`];
  if (operation.security.length > 0) entries.push(code`security: ${security(operation)}`);
  const contentTypes = otherContentTypes(operation);
  if (contentTypes.length > 0) entries.push(code`contentTypes: ${object(contentTypes)}`);
  const renamed = [...parameters].filter(([name, safe]) => name !== safe);
  if (renamed.length > 0) {
    const pairs = renamed.map(([name, safe]) => code`${propertyKey(safe)}: ${stringLiteral(name)}`);
    entries.push(code`pathNames: ${object(pairs)}`);
  }
  const path = stringLiteral(framework.path(operation.path, (name) => parameters.get(name) ?? name));
  const line = code`serve(runtime, { ${join(entries, ", ")} })`;
  const fits = path.text.length + line.text.length < 98 && !line.text.includes("\n");
  return framework.route(operation, path, fits ? line : code`serve(runtime, ${block(entries)})`);
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

function otherContentTypes(operation: Operation): Code[] {
  return operation.responses.flatMap(({ status, content }) => {
    const [first] = content;
    if (first === undefined || !/^[1-5]\d\d$/.test(status)) return [];
    const preferred = preferredReply(content);
    if (preferred?.kind === "json") return [];
    return [code`${numberLiteral(Number(status))}: ${stringLiteral((preferred?.media ?? first).type)}`];
  });
}
