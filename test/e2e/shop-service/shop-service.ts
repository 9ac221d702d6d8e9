import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FastifyInstance } from "fastify";
import { SignJWT } from "jose";
import { handlers } from "../../../apps/shop/src/generated/handlers.js";
import { register } from "../../../apps/shop/src/generated/register.js";
import { readConfiguration } from "../../../apps/shop/src/generated/runtime/configuration.js";
import { createDatabase } from "../../../apps/shop/src/generated/runtime/database.js";
import { createServer } from "../../../apps/shop/src/generated/runtime/fastify/server.js";
import { type Shadow, startShadow } from "../../../tools/postgres/shadow";

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

/** The committed shop on a database of its own, in this process. */
export interface ShopService {
  readonly app: FastifyInstance;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  stop(): Promise<void>;
}

let shadow: Shadow | undefined;

export async function startShop(environment: Readonly<Record<string, string>> = {}): Promise<ShopService> {
  shadow ??= await startShadow(root, 18);
  const target = await shadow.createDatabase();
  const client = await shadow.connect(target);
  await client.query(readFileSync(join(root, "specs/db/schema.sql"), "utf8"));
  await client.end();
  const configuration = readConfiguration({
    DATABASE_URL: target.url,
    JWT_PUBLIC_KEY: keys.publicKey.export({ type: "spki", format: "pem" }) as string,
    RATE_LIMIT_MAX: "0",
    LOG_LEVEL: "silent",
    INSTANCE_ID: "test",
    ...environment,
  });
  const db = createDatabase(configuration.databaseUrl);
  const app = await createServer({ configuration, checkReady: db.checkReady, close: db.close });
  await register(app, handlers, { configuration, db });
  await app.ready();
  return {
    app,
    async call(method, path, { token, body, headers = {} } = {}) {
      const response = await app.inject({
        method: method as "GET",
        url: path,
        headers: {
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const isJson = String(response.headers["content-type"]).includes("json");
      return { status: response.statusCode, headers: response.headers, body: isJson ? response.json() : response.body };
    },
    stop: () => app.close(),
  };
}

export async function stopPostgres(): Promise<void> {
  await shadow?.stop();
  shadow = undefined;
}

const resources = ["customers", "categories", "products", "inventory", "orders", "reviews"];
export const allScopes = resources.flatMap((name) => [`${name}:read`, `${name}:write`]);

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
