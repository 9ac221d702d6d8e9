import type { BearerToken } from "./bearer-token";

/** Variables that must not reach a server under load: databases of the caller, and what belongs to Nx and Specline. */
const withheld = /^(DATABASE_URL|PG[A-Z]+|SPECLINE_.*|NX_.*|NODE_OPTIONS|PORT|HOST|JWT_.*|RATE_LIMIT_.*)$/;

/**
 * The environment of a generated server (docs/architecture.md): the caller's, which handlers may need, without the above. No rate
 * limit unless one is asked for, since a load test measures the service and not its limiter.
 */
export function serverEnvironment(
  token: BearerToken,
  databaseUrl: string | undefined,
  /** Requests of a client per minute; by default without a limit. */
  rateLimit = 0,
): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !withheld.test(entry[0]),
  );
  return {
    LOG_LEVEL: "warn",
    ...Object.fromEntries(inherited),
    JWT_PUBLIC_KEY: token.publicKey,
    JWT_ISSUER: token.issuer,
    JWT_AUDIENCE: token.audience,
    RATE_LIMIT_MAX: String(rateLimit),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
}
