import type { JWTPayload } from "jose";

export type VerifyToken = (token: string) => Promise<JWTPayload | undefined>;

export interface TokenMemoryOptions {
  /** How long a token is trusted without another look at its signature; 0: not at all. */
  readonly maxAgeMs: number;
  /** How long after its `exp` a token still holds. */
  readonly clockToleranceMs: number;
  readonly now?: () => number;
}

const maxCount = 1_000;

interface Remembered {
  readonly claims: JWTPayload;
  readonly until: number;
}

/**
 * Remembers the tokens whose signature has been verified, since a client sends the same one with each of its requests and a signature costs
 * more than all else that is done for a request. Never longer than the token holds; refusals are not remembered. The oldest goes first.
 */
export function rememberTokens(verify: VerifyToken, options: TokenMemoryOptions): VerifyToken {
  const { maxAgeMs, clockToleranceMs, now = Date.now } = options;
  if (maxAgeMs === 0) return verify;
  const remembered = new Map<string, Remembered>();
  return async (token) => {
    const known = remembered.get(token);
    if (known !== undefined && now() < known.until) return known.claims;
    remembered.delete(token);
    const claims = await verify(token);
    if (claims?.exp === undefined) return claims;
    // Handlers of several requests get the same object.
    freeze(claims);
    remembered.set(token, { claims, until: Math.min(now() + maxAgeMs, claims.exp * 1000 + clockToleranceMs) });
    const [oldest] = remembered.keys();
    if (remembered.size > maxCount && oldest !== undefined) remembered.delete(oldest);
    return claims;
  };
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  Object.freeze(value);
  for (const one of Object.values(value)) freeze(one);
}
