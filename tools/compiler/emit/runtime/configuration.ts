import type { ReplyCheck } from "./replies.js";

/** What the environment says about a service. */
export interface Configuration {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly databaseUrl: string | undefined;
  /** Told to whoever asks `/-/ready`, so that one instance can be known from another. */
  readonly instanceId: string | undefined;
  readonly jwt: {
    /** PEM (SPKI) of an ES256 or RS256 key. */
    readonly publicKey: string | undefined;
    readonly jwksUrl: string | undefined;
    readonly issuer: string | undefined;
    readonly audience: string | undefined;
    /** How long a verified token is trusted without another look at its signature; 0: not at all. */
    readonly rememberedForMs: number;
  };
  /** Requests of one client in a window; `max` 0: no limit. */
  readonly rateLimit: { readonly max: number; readonly windowMs: number };
  /** Origins of other web pages that may call the service; none: CORS is off. */
  readonly corsOrigins: readonly string[];
  /** How many proxies before the service are one's own: they tell the address of a client. */
  readonly trustedProxies: number;
  /** Unset: replies are held to the description unless `NODE_ENV` is `production`. */
  readonly replyCheck: ReplyCheck | undefined;
  /** Whether `/-/docs/` shows the description; by default everywhere but in production. */
  readonly isDocumented: boolean;
  readonly logLevel: string;
  readonly bodyLimitBytes: number;
  /** How long requests that are under way may take after SIGTERM. */
  readonly stopTimeoutMs: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error that names the variable, for a value that cannot be used */
export function readConfiguration(environment: Environment = process.env): Configuration {
  const text = (name: string) => environment[name]?.trim() || undefined;
  const whole = (name: string, otherwise: number, max: number) => {
    const value = text(name);
    if (value === undefined) return otherwise;
    const number = Number(value);
    if (/^\d+$/.test(value) && number <= max) return number;
    throw new Error(`${name} must be a whole number from 0 to ${max}.`);
  };
  return {
    host: text("HOST") ?? "127.0.0.1",
    port: whole("PORT", 3000, 65_535),
    databaseUrl: text("DATABASE_URL"),
    instanceId: text("INSTANCE_ID"),
    jwt: {
      publicKey: text("JWT_PUBLIC_KEY")?.replaceAll("\\n", "\n"),
      jwksUrl: text("JWT_JWKS_URL"),
      issuer: text("JWT_ISSUER"),
      audience: text("JWT_AUDIENCE"),
      rememberedForMs: whole("JWT_CACHE_SECONDS", 60, 600) * 1000,
    },
    rateLimit: { max: whole("RATE_LIMIT_MAX", 300, 1e9), windowMs: whole("RATE_LIMIT_WINDOW_MS", 60_000, 86_400_000) },
    corsOrigins: (text("CORS_ORIGINS") ?? "").split(",").flatMap((origin) => origin.trim() || []),
    trustedProxies: whole("TRUSTED_PROXIES", 0, 100),
    replyCheck: readReplyCheck(text("RESPONSE_VALIDATION")),
    isDocumented: readFlag("DOCS", text("DOCS")) ?? text("NODE_ENV") !== "production",
    logLevel: text("LOG_LEVEL") ?? "info",
    bodyLimitBytes: whole("BODY_LIMIT_BYTES", 1_048_576, 1_073_741_824),
    stopTimeoutMs: whole("STOP_TIMEOUT_MS", 10_000, 600_000),
  };
}

function readReplyCheck(value: string | undefined): ReplyCheck | undefined {
  if (value === undefined || value === "off" || value === "log" || value === "enforce") return value;
  throw new Error("RESPONSE_VALIDATION must be off, log or enforce.");
}

function readFlag(name: string, value: string | undefined): boolean | undefined {
  if (value === undefined || value === "on" || value === "off") return value === undefined ? undefined : value === "on";
  throw new Error(`${name} must be on or off.`);
}
