import type { Answer } from "../attack/send-request";

/** Seconds that `Retry-After` asks to wait (RFC 9110, 10.2.3: seconds or a date); `undefined`: it is missing or neither. */
export function retryAfterSeconds({ headers }: Answer, nowMs: number): number | undefined {
  const value = headers["retry-after"];
  if (typeof value !== "string") return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const date = /^[A-Z][a-z]{2}, /.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - nowMs) / 1000));
}

/**
 * The headers by which a client learns of a limit before it meets it: `RateLimit` and `RateLimit-Policy` (IETF draft
 * ratelimit-headers), its older `RateLimit-Limit`, or the customary `X-RateLimit-Limit`, each with what belongs to it.
 */
export function limitHeaders({ headers }: Answer): readonly string[] {
  const names = Object.keys(headers).filter((name) => /^(x-)?ratelimit(-\w+)*$/.test(name));
  // A policy alone says what is allowed, and nothing of what is left.
  return names.some((name) => /^(ratelimit|(x-)?ratelimit-limit)$/.test(name)) ? names : [];
}
