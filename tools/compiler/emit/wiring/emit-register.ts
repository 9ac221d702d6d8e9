import type { SecurityScheme } from "../../model/service";
import type { EmitContext } from "../emit-input";
import type { Source } from "../header";
import { Imports } from "../imports";
import { array, object } from "../layout";
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
  imports.type("ErrorForm", `${runtime}/error-form.js`);
  imports.value("createLogger", `${runtime}/logger.js`);
  imports.value("loggerOf", `${runtime}/logger.js`);
  imports.value("remember", `${runtime}/registered.js`);
  imports.type("Log", `${runtime}/request-state.js`);
  imports.value("routeTable", `${runtime}/route-table.js`);
  imports.type("App", `${runtime}/${framework.name}/framework.js`);
  imports.value("mount", `${runtime}/${framework.name}/framework.js`);
  const errorForm = imports.value(errorForms[context.input.errorFormat], `${runtime}/error-form.js`);
  imports.type("Context", "./context.js");
  if (hasDatabase) imports.type("Database", `${runtime}/database.js`);
  const resources = service.resources.map(({ name }) => {
    const folder = names.resource(name);
    return {
      handlers: imports.type(`${names.resourceType(name)}Handlers`, `../resources/${folder}/generated/types.js`),
      routes: imports.value(names.resourceRoutes(name), `../resources/${folder}/generated/routes.js`),
    };
  });
  const routes = resources.map(({ routes: list }) => code`...${list}(handlers)`);
  const schemes = service.securitySchemes.flatMap((scheme) => {
    const printed = securityScheme(scheme);
    return printed === undefined ? [] : [code`${propertyKey(scheme.name)}: ${printed}`];
  });
  const database = hasDatabase ? code`\nreadonly db: Database;` : nothing;
  // Every request comes here: naming the properties costs a tenth of spreading them.
  const known = code`requestId, requestPath, identity, log, raw`;
  const extend = hasDatabase ? code`({ ${known} }) => ({ ${known}, db: options.db })` : code`(context) => context`;
  const extending = resources.map(({ handlers }) => handlers);
  const handlers =
    extending.length === 0
      ? code`export type Handlers = Record<never, never>;`
      : code`export interface Handlers\n  extends ${join(extending, ",\n")} {}`;
  const body = code`${imports.print()}${docComment(`The handlers of ${service.title}.`)}
${handlers}

export interface RegisterOptions {
  readonly configuration: Pick<Configuration, "bodyLimitBytes" | "jwt" | "logLevel" | "replyCheck">;${database}
  /** Check credentials that are no JWT, by name of their security scheme; without one nobody is let in. */
  readonly verifiers?: Verifiers;
  /** Stands before every path instead of what the description's server says. */
  readonly prefix?: string;
  /** Form of errors that the description gives no form of its own. */
  readonly errorForm?: ErrorForm;
  /** What a request logs to, where the application has a logger of its own. */
  readonly logOf?: (requestId: string) => Log;
}

const securitySchemes: SecuritySchemes = ${object(schemes)};

/** Adds every route of the description to \`app\`. */
export async function register(app: App, handlers: Handlers, options: RegisterOptions): Promise<void> {
  const { configuration, verifiers = {}, prefix = ${stringLiteral(service.basePath)} } = options;
  const table = routeTable<Context>(
    ${array(routes, 30)},
    prefix,
  );
  remember(app, table);
  await mount(app, prefix, table, {
    authenticate: createAuthentication(securitySchemes, { configuration, verifiers }),
    extend: ${extend},
    errorForm: options.errorForm ?? ${errorForm},
    bodyLimitBytes: configuration.bodyLimitBytes,
    replyCheck: configuration.replyCheck ?? ${replyCheck(context)},
    logOf: options.logOf ?? loggerOf(createLogger(configuration)),
  });
}`;
  return { path: "src/generated/register.ts", body };
}

/** Constants of the run-time. */
export const errorForms = { envelope: "envelope", problem: "problemDetails" } as const;

function replyCheck({ input }: EmitContext): Code {
  if (input.responseValidation !== undefined) return stringLiteral(input.responseValidation);
  return code`(process.env.NODE_ENV === "production" ? "off" : "enforce")`;
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
