import { createPublicKey } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { jwtVerify } from "jose";
import { Problem } from "../../../../apps/shop/src/generated/runtime/problem";

const key = createPublicKey(process.env.JWT_PUBLIC_KEY ?? "");
const rules = { algorithms: ["ES256"], clockTolerance: 5, requiredClaims: ["exp"] };

/** @throws Problem 401 or 403 */
export async function requireScope({ headers }: IncomingMessage, scope: string): Promise<void> {
  const token = /^bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  if (token === undefined) throw unauthorized();
  const { payload } = await jwtVerify(token, key, rules).catch(() => Promise.reject(unauthorized()));
  const scopes = typeof payload.scope === "string" ? payload.scope.split(" ") : [];
  if (!scopes.includes(scope)) {
    throw new Problem(403, "forbidden", "The credential lacks a scope that is needed here.");
  }
}

function unauthorized(): Problem {
  return new Problem(401, "unauthorized", "A valid credential is needed.", [], { "www-authenticate": "Bearer" });
}
