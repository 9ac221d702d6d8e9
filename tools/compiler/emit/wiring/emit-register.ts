import type { SecurityScheme } from "../../model/service";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { object } from "../layout";
import { type Code, code, docComment, join, nothing, propertyKey, stringLiteral } from "../text";

/** `register.ts`: adds the whole service to an application. */
export function emitRegister(context: EmitContext): Source {
  const { service, framework, names, links } = context;
  const imports = new Imports();
  const runtime = "./runtime";
  const hasDatabase = links.size > 0;
  imports.type("Configuration", `${runtime}/configuration.js`);
  imports.value("createAuthentication", `${runtime}/authentication.js`);
  imports.type("SecuritySchemes", `${runtime}/authentication.js`);
  imports.type("Verifiers", `${runtime}/authentication.js`);
  imports.type("App", `${runtime}/${framework.name}/framework.js`);
  imports.type("RouteRuntime", `${runtime}/${framework.name}/framework.js`);
  imports.value("acceptBytes", `${runtime}/${framework.name}/framework.js`);
  imports.type("RenderProblem", `${runtime}/${framework.name}/errors.js`);
  imports.value("replyWithProblems", `${runtime}/${framework.name}/errors.js`);
  imports.type("Context", "./context.js");
  if (hasDatabase) imports.type("Database", `${runtime}/database.js`);
  const resources = service.resources.map(({ name }) => {
    const folder = names.resource(name);
    const type = names.resourceType(name);
    return {
      handlers: imports.type(`${type}Handlers`, `../resources/${folder}/generated/types.js`),
      register: imports.value(`register${type}`, `../resources/${folder}/generated/routes.js`),
    };
  });
  const calls = resources.map(({ register }) => code`${register}(api, handlers, runtime);`);
  const schemes = service.securitySchemes.flatMap((scheme) => {
    const printed = securityScheme(scheme);
    return printed === undefined ? [] : [code`${propertyKey(scheme.name)}: ${printed}`];
  });
  const database = hasDatabase ? code`\nreadonly db: Database;` : nothing;
  const extend = hasDatabase ? code`({ ...context, db: options.db })` : code`context`;
  const prefix = stringLiteral(service.basePath);
  const body = code`${imports.print()}${docComment(`The handlers of ${service.title}.`)}
export interface Handlers
  extends ${join(
    resources.map(({ handlers }) => handlers),
    ",\n",
  )} {}

export interface RegisterOptions {
  readonly configuration: Pick<Configuration, "jwt">;${database}
  /** Check credentials that are no JWT, by name of their security scheme; without one nobody is let in. */
  readonly verifiers?: Verifiers;
  /** Stands before every path instead of what the description's server says. */
  readonly prefix?: string;
  /** The body of error replies; the default is the error envelope. */
  readonly renderProblem?: RenderProblem;
}

const securitySchemes: SecuritySchemes = ${object(schemes)};

/** Adds every route of the description to \`app\`. */
export async function register(app: App, handlers: Handlers, options: RegisterOptions): Promise<void> {
  const { configuration, verifiers = {} } = options;
  const runtime: RouteRuntime<Context> = {
    authenticate: createAuthentication(securitySchemes, { configuration, verifiers }),
    extend: (context) => ${extend},
  };
  ${framework.mount(calls, prefix)}
}`;
  return { path: "src/generated/register.ts", body };
}

function securityScheme(scheme: SecurityScheme): Code | undefined {
  switch (scheme.kind) {
    case "bearer":
    case "oauth2":
    case "openIdConnect":
      return code`{ kind: "jwt" }`;
    case "basic":
      return code`{ kind: "basic" }`;
    case "apiKey":
      return code`{ kind: "apiKey", in: ${stringLiteral(scheme.in)}, key: ${stringLiteral(scheme.key)} }`;
    case "other":
      return undefined;
    default:
      return scheme satisfies never;
  }
}
