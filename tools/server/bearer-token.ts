import { generateKeyPairSync, sign } from "node:crypto";

export interface BearerToken {
  /** A signed JWT (RFC 7519), ES256. */
  readonly token: string;
  /** PEM, SubjectPublicKeyInfo; what the server verifies with. */
  readonly publicKey: string;
  readonly issuer: string;
  readonly audience: string;
}

const lifetimeSeconds = 7 * 24 * 3600;

/** Makes a key pair on the spot and one token with the scopes; the private key is forgotten at once. */
export function makeBearerToken(audience: string, scopes: readonly string[]): BearerToken {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issuer = "specline";
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: audience,
    sub: "specline-load-test",
    iat: now,
    exp: now + lifetimeSeconds,
    scope: scopes.join(" "),
  };
  const signed = `${encode({ alg: "ES256", typ: "JWT" })}.${encode(claims)}`;
  const signature = sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return {
    token: `${signed}.${signature.toString("base64url")}`,
    publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(),
    issuer,
    audience,
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
