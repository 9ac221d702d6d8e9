import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { code, nothing } from "../text";

/** `context.ts`: what handlers of this service get beside their input. */
export function emitContext({ framework, links }: EmitContext): Source {
  const imports = new Imports();
  imports.type("Raw", `./runtime/${framework.name}/framework.js`);
  imports.type("RequestContext", "./runtime/route.js");
  imports.type("AnyReply", "./runtime/handler.js");
  imports.type("Handle", "./runtime/handler.js");
  const hasDatabase = links.size > 0;
  if (hasDatabase) imports.type("Database", "./runtime/database.js");
  const context = hasDatabase
    ? code`export interface Context extends RequestContext<Raw> {\n  readonly db: Database;\n}`
    : code`export type Context = RequestContext<Raw>;`;
  const body = code`${imports.print()}/** What every handler gets beside its input. */
${context}

/** Answers an operation. A status or a body that the description does not allow does not compile. */
export type Handler<Input, Result extends AnyReply> = Handle<Input, Result, Context>;${nothing}`;
  return { path: "src/generated/context.ts", body };
}
