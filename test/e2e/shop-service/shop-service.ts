import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SignJWT } from "jose";
import type { FrameworkName } from "../../../tools/compiler/emit/routes/frameworks";
import { type Shadow, startShadow } from "../../../tools/postgres/shadow";
import { seedDatabase } from "../../../tools/schema-engine/seed/seed-database";
import { printShop } from "./print-shop";

const root = join(__dirname, "../../..");
const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every form
  readonly body: any;
}

export interface Call {
  readonly token?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The shop on a database of its own, in this process. */
export interface ShopService {
  readonly port: number;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  stop(): Promise<void>;
}

let shadow: Shadow | undefined;

/**
 * @param framework another one than the committed shop's: it is printed anew, around the committed handlers
 * @param edit changes the description first; the shop is printed anew as well
 * @param rows how many each table has
 */
export async function startShop(
  environment: Readonly<Record<string, string>> = {},
  framework: FrameworkName = "fastify",
  edit?: (openapi: string) => string,
  rows = 0,
): Promise<ShopService> {
  shadow ??= await startShadow(root, 18);
  const target = await shadow.createDatabase();
  const client = await shadow.connect(target);
  await client.query(readFileSync(join(root, "specs/db/schema.sql"), "utf8"));
  if (rows > 0) await seedDatabase({ client, rows, seed: 1, onLine: () => {} });
  await client.end();
  const committed = framework === "fastify" ? join(root, "apps/shop") : shopOn(framework);
  const app = edit === undefined ? await committed : await printShop(framework, edit);
  const load = (path: string) => import(join(app, "src/generated", path));
  const [{ readConfiguration }, { createDatabase }, { createServer }, { register }, { handlers }] = await Promise.all(
    ["runtime/configuration.ts", "runtime/database.ts", "server.ts", "register.ts", "handlers.ts"].map(load),
  );
  const configuration = readConfiguration({
    DATABASE_URL: target.url,
    JWT_PUBLIC_KEY: keys.publicKey.export({ type: "spki", format: "pem" }) as string,
    PORT: "0",
    RATE_LIMIT_MAX: "0",
    LOG_LEVEL: "silent",
    INSTANCE_ID: "test",
    ...environment,
  });
  const db = createDatabase(configuration.databaseUrl);
  const server = await createServer({ configuration, checkReady: db.checkReady, close: db.close });
  await register(server.app, handlers, { configuration, db });
  const { port, stop } = await server.start();
  return {
    port,
    async call(method, path, { token, body, headers = {} } = {}) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get("content-type")?.includes("json") === true;
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: isJson ? JSON.parse(text) : text,
      };
    },
    stop,
  };
}

const printed = new Map<FrameworkName, Promise<string>>();

function shopOn(framework: FrameworkName): Promise<string> {
  const known = printed.get(framework) ?? printShop(framework);
  printed.set(framework, known);
  return known;
}

export async function stopPostgres(): Promise<void> {
  await shadow?.stop();
  shadow = undefined;
}

const resources = ["customers", "categories", "products", "inventory", "orders", "reviews"];
const allScopes = resources.flatMap((name) => [`${name}:read`, `${name}:write`]);

export async function token(
  scopes: readonly string[] = allScopes,
  { expires = "1h", algorithm = "ES256" }: { readonly expires?: string; readonly algorithm?: string } = {},
): Promise<string> {
  const key = algorithm === "HS256" ? new TextEncoder().encode(publicPem()) : keys.privateKey;
  const claims = new SignJWT({ scope: scopes.join(" ") }).setProtectedHeader({ alg: algorithm });
  return claims.setSubject("tester").setIssuedAt().setExpirationTime(expires).sign(key);
}

function publicPem(): string {
  return keys.publicKey.export({ type: "spki", format: "pem" }) as string;
}
