import { createHmac, generateKeyPairSync, sign } from "node:crypto";

export interface BearerToken {
  /** A signed JWT (RFC 7519), ES256. */
  readonly token: string;
  /** The same with one fault each, for a test that has to see them refused. */
  readonly faulty: FaultyTokens;
  /** PEM, SubjectPublicKeyInfo; what the server verifies with. */
  readonly publicKey: string;
  readonly issuer: string;
  readonly audience: string;
}

/** Tokens that only the owner of the key can make; each has one fault and is right in everything else. */
export interface FaultyTokens {
  readonly expired: string;
  readonly otherAudience: string;
  readonly withoutScopes: string;
  /** Signed by HMAC with the public key as its secret: what a server accepts that lets the token choose the algorithm. */
  readonly symmetric: string;
}

const lifetimeSeconds = 7 * 24 * 3600;

/** Makes a key pair on the spot and tokens with the scopes; the private key is forgotten at once. */
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
  const tokenOf = (content: object, algorithm: "ES256" | "HS256" = "ES256"): string => {
    const signed = `${encode({ alg: algorithm, typ: "JWT" })}.${encode(content)}`;
    const signature =
      algorithm === "ES256"
        ? sign("sha256", Buffer.from(signed), { key: privateKey, dsaEncoding: "ieee-p1363" })
        : createHmac("sha256", pem).update(signed).digest();
    return `${signed}.${signature.toString("base64url")}`;
  };
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  return {
    token: tokenOf(claims),
    faulty: {
      expired: tokenOf({ ...claims, iat: now - 7200, exp: now - 3600 }),
      otherAudience: tokenOf({ ...claims, aud: `${audience}-other` }),
      withoutScopes: tokenOf({ ...claims, scope: "" }),
      symmetric: tokenOf(claims, "HS256"),
    },
    publicKey: pem,
    issuer,
    audience,
  };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
