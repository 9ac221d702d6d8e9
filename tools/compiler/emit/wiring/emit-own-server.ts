import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { code, identifier, stringLiteral } from "../text";
import { errorForms } from "./emit-register";

/** `server.ts` and `description.ts`: a server on the service's framework, with its error form and its docs. */
export function emitOwnServer({ framework, service, input }: EmitContext): readonly Source[] {
  const server = code`import { createDocs } from "./runtime/docs.js";
import { ${identifier(errorForms[input.errorFormat])} } from "./runtime/error-form.js";
import { createServer as create } from "./runtime/${identifier(framework.name)}/server.js";
import type { ServerOptions } from "./runtime/server.js";

/** The description is read when somebody looks at the docs. */
const docs = createDocs({
  title: ${stringLiteral(service.title)},
  description: async () => (await import("./description.js")).description,
});

/** A server without routes; \`register\` adds them to its \`app\`. */
export async function createServer(options: ServerOptions) {
  return create({
    errorForm: ${identifier(errorForms[input.errorFormat])},
    ...(options.configuration.isDocumented ? { docs } : {}),
    ...options,
  });
}`;
  const description = code`/** The OpenAPI document of this service. */
export const description: string =
  ${stringLiteral(JSON.stringify(input.document()))};`;
  return [
    { path: "src/generated/server.ts", body: server },
    { path: "src/generated/description.ts", body: description },
  ];
}
