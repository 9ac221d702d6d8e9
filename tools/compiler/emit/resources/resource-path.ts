import type { Operation } from "../../model/operation";
import type { Resource } from "../../model/service";
import type { EmitContext } from "../emit-input";

/** `src/resources/<resource>` */
export function resourcePath(resource: Resource, { names }: EmitContext): string {
  return `src/resources/${names.resource(resource.name)}`;
}

/** Where an operation's handler is: where it was made, whatever its tag and name are now. */
export function handlerPath(operation: Operation, context: EmitContext): string {
  const path = context.handlerPaths.get(operation.id);
  if (path === undefined) throw new Error(`no handler was planned for ${operation.id}`);
  return path;
}
