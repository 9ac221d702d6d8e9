import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SignJWT } from "jose";
import { compile } from "../../../tools/compiler/compile";
import type { FrameworkName } from "../../../tools/compiler/emit/routes/frameworks";
import type { Service } from "../../../tools/compiler/model/service";
import { writeApplication } from "../../golden/write-application";
import { corpus, type Description } from "../corpus/descriptions";
import { exampleHandlers, type Handlers, type ServiceParts } from "./example-handlers";
import type { Target } from "./run-schemathesis";

export interface ServedDescription {
  readonly target: Omit<Target, "examples">;
  readonly service: Service;
  stop(): Promise<void>;
}

const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const publicPem = keys.publicKey.export({ type: "spki", format: "pem" }) as string;
const secret = "right";

/** What passes for a user and a password. */
export const basicLogin = "tester:right";
const secrets = [secret, Buffer.from(basicLogin).toString("base64")];

/**
 * A description of the corpus, answered with examples, in this process. Replies are held to the description.
 *
 * @param change what the handlers are replaced by
 */
export async function startExampleService(
  { path, name }: Pick<Description, "path" | "name">,
  framework: FrameworkName,
  parent: string,
  change: (handlers: Handlers, service: Service, parts: ServiceParts) => Handlers = (handlers) => handlers,
): Promise<ServedDescription> {
  const compilation = await compile({
    openapiPath: path,
    readText: (file) => readFileSync(join(corpus, file), "utf8"),
  });
  const { service } = compilation;
  if (service === undefined) throw new Error(`${path} could not be read`);
  const folder = join(parent, framework, name);
  const { files } = await writeApplication(folder, compilation, { framework, responseValidation: "enforce" });
  const load = (file: string) => import(join(folder, file));
  const validators = files.filter((file) => file.path.endsWith("generated/validators.ts"));
  const contracts = Object.assign({}, ...(await Promise.all(validators.map((file) => load(file.path)))));
  const [{ readConfiguration }, { createServer }, { register }, { notFound }] = await Promise.all(
    ["runtime/configuration.ts", "server.ts", "register.ts", "runtime/problem.ts"].map((file) =>
      load(join("src/generated", file)),
    ),
  );
  const parts: ServiceParts = {
    hold: (operation, reply) =>
      contracts[operation].write(reply, { accept: undefined, check: "enforce", log: { error: () => {} } }),
    notFound,
  };
  const handlers = change(exampleHandlers(service, parts), service, parts);
  const configuration = readConfiguration({
    PORT: "0",
    LOG_LEVEL: "error",
    RATE_LIMIT_MAX: "0",
    JWT_PUBLIC_KEY: publicPem,
    RESPONSE_VALIDATION: "enforce",
  });
  const server = await createServer({ configuration });
  const apiKeys = service.securitySchemes.filter((scheme) => scheme.kind === "apiKey").map((scheme) => scheme.name);
  const verifiers = Object.fromEntries(
    service.securitySchemes.map((scheme) => [
      scheme.name,
      (given: string) => (secrets.includes(given) ? { subject: "tester", scopes: scopesOf(service) } : undefined),
    ]),
  );
  await register(server.app, handlers, { configuration, verifiers });
  const { port, stop } = await server.start();
  const authorization = await authorizationFor(service);
  return {
    service,
    target: {
      description: join(corpus, path),
      url: `http://127.0.0.1:${port}${service.basePath}`,
      ...(authorization && { authorization }),
      ...(apiKeys.length > 0 && { apiKeys: Object.fromEntries(apiKeys.map((scheme) => [scheme, secret])) }),
    },
    stop,
  };
}

function scopesOf({ resources }: Service): string[] {
  const used = resources.flatMap(({ operations }) => operations.flatMap(({ security }) => security.flat()));
  return [...new Set(used.flatMap(({ scopes }) => scopes))].sort();
}

async function authorizationFor(service: Service): Promise<string | undefined> {
  const kinds = service.securitySchemes.map(({ kind }) => kind);
  if (kinds.some((kind) => ["bearer", "oauth2", "openIdConnect"].includes(kind))) {
    const claims = new SignJWT({ scope: scopesOf(service).join(" ") }).setProtectedHeader({ alg: "ES256" });
    return `Bearer ${await claims.setSubject("tester").setExpirationTime("1h").sign(keys.privateKey)}`;
  }
  return kinds.includes("basic") ? `Basic ${secret}` : undefined;
}
