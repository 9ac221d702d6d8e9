import { generateKeyPairSync, sign } from "node:crypto";
import type { ApiDocument, ApiOperation } from "./api-document";
import { type AttackCase, refused, type Seed, withHeader } from "./attack-case";
import { isBearer } from "./key-cases";
import { type RightKey, withoutKeysOf } from "./right-keys";

export interface Credentials {
  /** What the usual flow sends as a bearer token; empty: nothing. */
  readonly token: string;
  /** Keys and tokens that the user gave. */
  readonly keys: readonly RightKey[];
  /** With one fault each (tools/server/bearer-token.ts); empty for a server that we did not start. */
  readonly faulty: Readonly<Record<string, string>>;
}

/** Operations that ask for a token, with none and with every kind of wrong one. */
export function credentialCases(
  document: ApiDocument,
  operation: ApiOperation,
  seed: Seed,
  { token: usual, faulty, keys }: Credentials,
): readonly AttackCase[] {
  const security = operation.description.security ?? [];
  if (security.length === 0 || security.some((one) => Object.keys(one).length === 0)) return [];
  const { securitySchemes = {} } = document.components;
  const names = security.flatMap((one) => Object.keys(one));
  const isToken = (name: string) => isBearer(securitySchemes[name]);
  const token = keys.find(({ scheme }) => names.includes(scheme) && isToken(scheme))?.value ?? usual;
  if (!names.some(isToken) || token === "") return [];
  const request = withoutKeysOf(seed.request, security, securitySchemes, isToken);
  const needsScopes = security.every((one) => Object.values(one).some((scopes) => scopes.length > 0));
  const made: readonly (readonly [name: string, value: string | undefined, shown?: string])[] = [
    ["none", undefined],
    ["garbage", "Bearer specline"],
    ["another scheme", "Basic c3BlY2xpbmU6c3BlY2xpbmU="],
    ["the scheme alone", "Bearer "],
    ...jwtFaults(token),
    ...(faulty.expired === undefined ? [] : [["expired", `Bearer ${faulty.expired}`, "EXPIRED_TOKEN"] as const]),
    ...(faulty.otherAudience === undefined
      ? []
      : [["for another audience", `Bearer ${faulty.otherAudience}`, "TOKEN_FOR_ANOTHER_AUDIENCE"] as const]),
    ...(faulty.symmetric === undefined
      ? []
      : [["HS256 with the public key", `Bearer ${faulty.symmetric}`, "TOKEN_BY_PUBLIC_KEY"] as const]),
    ...(faulty.withoutScopes === undefined || !needsScopes
      ? []
      : [["without the scope", `Bearer ${faulty.withoutScopes}`, "TOKEN_WITHOUT_SCOPES"] as const]),
  ];
  return made.map(([name, value, shown]) => ({
    operation: operation.id,
    class: "credentials",
    name: `credential: ${name}`,
    request: withHeader(request, "Authorization", value),
    expected: refused(401, 403),
    ...(shown === undefined ? {} : { credential: shown }),
  }));
}

/** Faults that need no key of the issuer: the token's own parts, changed. */
function jwtFaults(token: string): readonly (readonly [name: string, value: string, shown: string])[] {
  const [header = "", payload = "", signature = ""] = token.split(".");
  const claims = readJson(payload);
  const head = readJson(header);
  if (claims === undefined || head === undefined || signature === "") return [];
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const none = encode({ ...head, alg: "none" });
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const foreign = `${encode({ ...head, alg: "ES256" })}.${payload}`;
  const byOther = sign("sha256", Buffer.from(foreign), { key: privateKey, dsaEncoding: "ieee-p1363" });
  return [
    [
      "changed after signing",
      `Bearer ${header}.${encode({ ...claims, sub: "specline-other" })}.${signature}`,
      "CHANGED_TOKEN",
    ],
    ["alg: none", `Bearer ${none}.${payload}.`, "UNSIGNED_TOKEN"],
    ["alg: none with a signature", `Bearer ${none}.${payload}.${signature}`, "UNSIGNED_TOKEN"],
    ["by another key", `Bearer ${foreign}.${byOther.toString("base64url")}`, "TOKEN_BY_ANOTHER_KEY"],
    ["without its signature", `Bearer ${header}.${payload}.`, "TOKEN_WITHOUT_SIGNATURE"],
  ];
}

function readJson(part: string): object | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
