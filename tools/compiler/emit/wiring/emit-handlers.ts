import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { block } from "../layout";
import { exportedName } from "../resources/exported-name";
import { handlerPath } from "../resources/resource-path";
import { type Code, code } from "../text";

/** `handlers.ts`: every handler of the service by the name of its operation. */
export function emitHandlers(context: EmitContext): Source {
  const imports = new Imports();
  imports.type("Handlers", "./register.js");
  const entries = context.service.resources
    .flatMap(({ operations }) => operations)
    .map((operation): Code => {
      const name = context.names.operation(operation.id);
      const path = handlerPath(operation, context);
      return imports.value(exportedName(path), path.replace(/^src\//, "../").replace(/\.ts$/, ".js"), name);
    });
  const body = code`${imports.print()}/** Every handler by the name of its operation. */
export const handlers: Handlers = ${block(entries)};`;
  return { path: "src/generated/handlers.ts", body };
}
