import type { Operation } from "../../model/operation";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { code, identifier, stringLiteral } from "../text";
import { exportedName } from "./exported-name";
import { handlerPath } from "./resource-path";

/** A handler that answers 501 until somebody writes it. */
export function emitStub(operation: Operation, context: EmitContext): Source {
  const path = handlerPath(operation, context);
  const imports = new Imports();
  const type = imports.type(context.names.operationType(operation.id), "../generated/types.js");
  imports.value("notImplemented", "../../../generated/runtime/handler.js");
  const name = identifier(exportedName(path));
  const body = code`${imports.print()}export const ${name}: ${type} = async () => notImplemented(${stringLiteral(name.text)});`;
  return { path, body };
}
