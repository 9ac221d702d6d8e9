// Part of Specline's run-time, renewed by `nx sync` when Specline is updated. Edits here are refused.
// content-hash: 37ee899329822ea4
import { createPublicKey } from "node:crypto";
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from "jose";
import type { Configuration } from "./configuration.js";
import { Problem } from "./problem.js";
import type { RequestHead } from "./request.js";
import { rememberTokens, type VerifyToken } from "./token-memory.js";

/** Who sends a request. */
export interface Identity {
  /** Name of the security scheme that said so. */
  readonly scheme: string;
  readonly subject: string | undefined;
  readonly scopes: readonly string[];
  /** The claims of a token; empty for other schemes. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Checks a credential that is no JWT, such as an API key: who has it, or `undefined` to refuse it. */
export type Verify = (credential: string) => Partial<Identity> | undefined | Promise<Partial<Identity> | undefined>;
export type Verifiers = Readonly<Record<string, Verify>>;

export type SecurityScheme =
  | { readonly kind: "jwt" }
  | { readonly kind: "basic" }
  | { readonly kind: "apiKey"; readonly in: "query" | "header" | "cookie"; readonly key: string };
export type SecuritySchemes = Readonly<Record<string, SecurityScheme>>;

/** Alternatives; each names schemes that must hold together, with the scopes that they need. */
export type Security = readonly Readonly<Record<string, readonly string[]>>[];

export interface AuthenticationOptions {
  readonly configuration: Pick<Configuration, "jwt">;
  readonly verifiers: Verifiers;
}

/** @throws Problem 401 or 403 */
export type Authenticate = (security: Security, raw: RequestHead) => Promise<Identity | undefined>;

export function createAuthentication(schemes: SecuritySchemes, options: AuthenticationOptions): Authenticate {
  const { jwt } = options.configuration;
  const verifyToken = rememberTokens(tokenVerifier(jwt), {
    maxAgeMs: jwt.rememberedForMs,
    clockToleranceMs: clockToleranceSeconds * 1000,
  });

  return async (security, raw) => {
    if (security.length === 0) return undefined;
    let lacksScope = false;
    // Who may come without a credential is still known by the one that is sent, wherever `{}` stands among the alternatives.
    const alternatives = [...security.filter(isAsking), ...security.filter((one) => !isAsking(one))];
    for (const alternative of alternatives) {
      const names = Object.keys(alternative);
      const found: Identity[] = [];
      for (const name of names) {
        const identity = await identify(name, raw);
        if (identity === undefined) break;
        found.push(identity);
      }
      if (found.length < names.length) continue;
      const isAllowed = found.every((one) => alternative[one.scheme]?.every((scope) => one.scopes.includes(scope)));
      if (isAllowed) return found[0];
      lacksScope = true;
    }
    if (lacksScope) throw new Problem(403, "forbidden", "The credential lacks a scope that is needed here.");
    const challenge = challengeOf(security, schemes);
    const headers = challenge === "" ? {} : { "www-authenticate": challenge };
    throw new Problem(401, "unauthorized", "A valid credential is needed.", [], headers);
  };

  async function identify(name: string, raw: RequestHead): Promise<Identity | undefined> {
    const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
    const credential = scheme === undefined ? undefined : credentialOf(scheme, raw);
    if (scheme === undefined || credential === undefined) return undefined;
    if (scheme.kind === "jwt") {
      const claims = await verifyToken(credential);
      return claims && { scheme: name, subject: claims.sub, scopes: scopesOf(claims), claims };
    }
    const verify = Object.hasOwn(options.verifiers, name) ? options.verifiers[name] : undefined;
    const identity = await verify?.(credential);
    return identity && { subject: undefined, scopes: [], claims: {}, ...identity, scheme: name };
  }
}

function isAsking(alternative: Security[number]): boolean {
  return Object.keys(alternative).length > 0;
}

/**
 * "A server generating a 401 response MUST send a WWW-Authenticate header field containing at least one challenge applicable to the
 * target resource" (RFC 9110, 15.5.2). An API key has no registered scheme: it is named by its place.
 */
function challengeOf(security: Security, schemes: SecuritySchemes): string {
  const names = new Set(security.flatMap((alternative) => Object.keys(alternative)));
  const challenges = [...names].flatMap((name) => {
    const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
    if (scheme === undefined) return [];
    if (scheme.kind === "jwt") return ["Bearer"];
    return [scheme.kind === "basic" ? 'Basic realm="api", charset="UTF-8"' : `ApiKey in="${scheme.in}"`];
  });
  return [...new Set(challenges)].join(", ");
}

function credentialOf(scheme: SecurityScheme, raw: RequestHead): string | undefined {
  if (scheme.kind === "jwt") return authorization(raw, "bearer");
  if (scheme.kind === "basic") return authorization(raw, "basic");
  if (scheme.in === "query") {
    const given = new URLSearchParams(raw.queryString).getAll(scheme.key);
    return given.length === 1 ? given[0] : undefined;
  }
  if (scheme.in === "header") return text(raw.headers[scheme.key.toLowerCase()]);
  const cookies = (text(raw.headers.cookie) ?? "").split(";").map((part) => part.trim());
  const given = cookies.filter((part) => part.startsWith(`${scheme.key}=`));
  return given.length === 1 ? given[0]?.slice(scheme.key.length + 1) : undefined;
}

function authorization(raw: RequestHead, kind: string): string | undefined {
  const match = /^(\w+) +(\S+)$/.exec(text(raw.headers.authorization) ?? "");
  return match?.[1]?.toLowerCase() === kind ? match[2] : undefined;
}

function text(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** OAuth 2.0 writes scopes into `scope`, separated by spaces; some servers use a list `scp` or `scopes`. */
function scopesOf(claims: JWTPayload): readonly string[] {
  const value = claims.scope ?? claims.scp ?? claims.scopes;
  if (typeof value === "string") return value.split(" ").filter((scope) => scope !== "");
  return Array.isArray(value) ? value.filter((scope): scope is string => typeof scope === "string") : [];
}

const clockToleranceSeconds = 5;

/** Only signatures by the algorithms named here count; `none` and HMAC with a public key never do. */
function tokenVerifier(jwt: Configuration["jwt"]): VerifyToken {
  const rules = {
    ...(jwt.issuer === undefined ? {} : { issuer: jwt.issuer }),
    ...(jwt.audience === undefined ? {} : { audience: jwt.audience }),
    clockTolerance: clockToleranceSeconds,
    requiredClaims: ["exp"],
  };
  if (jwt.publicKey !== undefined) {
    const key = createPublicKey(jwt.publicKey);
    const options = { ...rules, algorithms: [key.asymmetricKeyType === "ec" ? "ES256" : "RS256"] };
    return (token) => claims(jwtVerify(token, key, options));
  }
  if (jwt.jwksUrl !== undefined) {
    const keys = createRemoteJWKSet(new URL(jwt.jwksUrl));
    const options = { ...rules, algorithms: ["ES256", "RS256"] };
    return (token) => claims(jwtVerify(token, keys, options));
  }
  return async () => undefined;
}

function claims(verified: Promise<{ readonly payload: JWTPayload }>): Promise<JWTPayload | undefined> {
  return verified.then(
    ({ payload }) => payload,
    (error: unknown) => {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (code.startsWith("ERR_J") && code !== "ERR_JWKS_TIMEOUT") return undefined;
      throw new Problem(503, "unavailable", "Credentials cannot be checked now; try again later.");
    },
  );
}
