import type { ApiDocument, ApiOperation, DocumentScheme } from "./api-document";
import { type AttackCase, headerOf, type RawRequest, refused, type Seed, withHeader } from "./attack-case";

type Faulty = readonly [name: string, request: RawRequest];

/**
 * API keys and passwords that nobody has, and where they do not belong. No right one is needed: whatever the operation asks for
 * besides is as in the seed, and what one of these is an alternative to is taken off.
 */
export function keyCases(document: ApiDocument, operation: ApiOperation, seed: Seed): readonly AttackCase[] {
  const security = operation.description.security ?? [];
  if (security.length === 0 || security.some((one) => Object.keys(one).length === 0)) return [];
  const schemes = document.components.securitySchemes ?? {};
  const names = [...new Set(security.flatMap((one) => Object.keys(one)))];
  return names.flatMap((name): readonly AttackCase[] => {
    const scheme = schemes[name];
    if (scheme === undefined) return [];
    const request = withoutAlternatives(seed.request, security, name, schemes);
    return faultsOf(request, scheme).map(([fault, changed]) => ({
      operation: operation.id,
      class: "credentials",
      name: `credential ${name}: ${fault}`,
      request: changed,
      expected: refused(401, 403),
    }));
  });
}

/** A bearer token stays only where every alternative that has the scheme asks for both. */
function withoutAlternatives(
  request: RawRequest,
  security: NonNullable<ApiOperation["description"]["security"]>,
  name: string,
  schemes: Readonly<Record<string, DocumentScheme>>,
): RawRequest {
  const isNeeded = security.every(
    (one) => Object.hasOwn(one, name) && Object.keys(one).some((other) => isBearer(schemes[other])),
  );
  return isNeeded ? request : withHeader(request, "Authorization", undefined);
}

/** Whether the test token of the run satisfies a scheme; OAuth 2 and OpenID Connect end in a bearer token. */
export function isBearer(scheme: DocumentScheme | undefined): boolean {
  return (
    scheme?.type === "oauth2" ||
    scheme?.type === "openIdConnect" ||
    (scheme?.type === "http" && scheme.scheme === "bearer")
  );
}

function faultsOf(request: RawRequest, scheme: DocumentScheme): readonly Faulty[] {
  if (scheme.type === "http" && scheme.scheme === "basic") return basicFaults(request);
  if (scheme.type === "apiKey" && scheme.name !== undefined) return keyFaults(request, scheme.in, scheme.name);
  return [];
}

const wrongKey = "specline-0000000000000000";

function keyFaults(request: RawRequest, place: DocumentScheme["in"], name: string): readonly Faulty[] {
  const texts: readonly (readonly [name: string, text: string])[] = [
    ["a wrong key", wrongKey],
    ["an empty key", ""],
    ["a blank", " "],
    ["undefined", "undefined"],
    ["3,000 characters", "a".repeat(3_000)],
    ["SQL in place of a key", "' OR '1'='1"],
    ["an object query in place of a key", '{"$ne":null}'],
  ];
  const put = { query: inQuery, header: inHeader, cookie: inCookie } as const;
  const right = place ?? "header";
  const elsewhere = (["query", "header", "cookie"] as const).filter((one) => one !== right);
  return [
    ["none", request],
    ...texts.map(([fault, text]): Faulty => [fault, put[right](request, name, text)]),
    ...(right === "query"
      ? ([
          ["given twice", inQuery(inQuery(request, name, wrongKey), name, `${wrongKey}1`)],
          ["as a list", inQuery(request, `${name}[]`, wrongKey)],
          ["as an object", inQuery(request, `${name}[$ne]`, "")],
        ] as const)
      : []),
    ...(right === "header"
      ? [["given twice", inHeader(inHeader(request, name, wrongKey), name, `${wrongKey}1`)] as const]
      : []),
    ...(right === "cookie"
      ? [["given twice", inCookie(inCookie(request, name, wrongKey), name, `${wrongKey}1`)] as const]
      : []),
    ...elsewhere.map(
      (one): Faulty => [`a key in the ${one} and not in the ${right}`, put[one](request, name, wrongKey)],
    ),
    ...(headerOf(request, "authorization") === undefined
      ? [["a key as a bearer token", withHeader(request, "Authorization", `Bearer ${wrongKey}`)] as const]
      : []),
  ];
}

/** RFC 7617 */
function basicFaults(request: RawRequest): readonly Faulty[] {
  const encoded = (text: string | Buffer) => Buffer.from(text as string).toString("base64");
  const sent: readonly (readonly [name: string, value: string])[] = [
    ["a wrong user and password", `Basic ${encoded("specline:specline")}`],
    ["an empty user and password", `Basic ${encoded(":")}`],
    ["a user without a password", `Basic ${encoded("admin:")}`],
    ["no colon", `Basic ${encoded("specline")}`],
    ["no base64", "Basic %%%"],
    ["no UTF-8", `Basic ${encoded(Buffer.from([0xff, 0xfe, 0x3a, 0xff]))}`],
    ["U+0000", `Basic ${encoded("specline\u0000:specline")}`],
    ["SQL in place of a user", `Basic ${encoded("' OR '1'='1' --:specline")}`],
    ["not encoded", "Basic specline:specline"],
    ["the scheme alone", "Basic "],
    ["another scheme", `Bearer ${encoded("specline:specline")}`],
    ["given twice", `Basic ${encoded("specline:specline")}, Basic ${encoded("specline:other")}`],
  ];
  const right = `Basic ${encoded("specline:specline")}`;
  return [
    ["none", withHeader(request, "Authorization", undefined)],
    ...sent.map(([name, value]): Faulty => [name, withHeader(request, "Authorization", value)]),
    ["in Proxy-Authorization", withHeader(request, "Proxy-Authorization", right)],
    ["in the query", inQuery(request, "authorization", right)],
    ["in a cookie", inCookie(request, "authorization", right)],
  ];
}

function inQuery(request: RawRequest, name: string, text: string): RawRequest {
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
  return { ...request, target: `${request.target}${request.target.includes("?") ? "&" : "?"}${pair}` };
}

/** Beside what is there. */
function inHeader(request: RawRequest, name: string, text: string): RawRequest {
  return { ...request, headers: [...request.headers, [name, text]] };
}

function inCookie(request: RawRequest, name: string, text: string): RawRequest {
  const others = headerOf(request, "cookie");
  const own = `${name}=${encodeURIComponent(text)}`;
  return withHeader(request, "Cookie", others === undefined ? own : `${others}; ${own}`);
}
