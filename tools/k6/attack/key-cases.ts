import type { ApiDocument, ApiOperation, DocumentScheme } from "./api-document";
import { type AttackCase, headerOf, type RawRequest, refused, type Seed, withHeader } from "./attack-case";
import { base64, inCookie, inHeader, inQuery, type RightKey, withoutKeysOf } from "./right-keys";

type Faulty = readonly [name: string, request: RawRequest];

/**
 * API keys and passwords that nobody has, and where they do not belong. No right one is needed: whatever the operation asks for
 * besides is as in the seed, and what one of these is an alternative to is taken off. Where there is a right one, it is also sent
 * changed and in wrong places.
 */
export function keyCases(
  document: ApiDocument,
  operation: ApiOperation,
  seed: Seed,
  keys: readonly RightKey[],
): readonly AttackCase[] {
  const security = operation.description.security ?? [];
  if (security.length === 0 || security.some((one) => Object.keys(one).length === 0)) return [];
  const schemes = document.components.securitySchemes ?? {};
  const names = [...new Set(security.flatMap((one) => Object.keys(one)))];
  return names.flatMap((name): readonly AttackCase[] => {
    const scheme = schemes[name];
    if (scheme === undefined) return [];
    const request = withoutKeysOf(seed.request, security, schemes, (one) => one === name);
    const right = keys.find((one) => one.scheme === name)?.value;
    const others = names.flatMap((one) => (one === name ? [] : (schemes[one] ?? [])));
    return faultsOf(request, scheme, right, others).map(([fault, changed]) => ({
      operation: operation.id,
      class: "credentials",
      name: `credential ${name}: ${fault}`,
      request: changed,
      expected: refused(401, 403),
    }));
  });
}

/** Whether the test token of the run satisfies a scheme; OAuth 2 and OpenID Connect end in a bearer token. */
export function isBearer(scheme: DocumentScheme | undefined): boolean {
  return (
    scheme?.type === "oauth2" ||
    scheme?.type === "openIdConnect" ||
    (scheme?.type === "http" && scheme.scheme === "bearer")
  );
}

/** @param others schemes that the operation takes as well, which may want the same key in another place */
function faultsOf(
  request: RawRequest,
  scheme: DocumentScheme,
  right: string | undefined,
  others: readonly DocumentScheme[],
): readonly Faulty[] {
  if (scheme.type === "http" && scheme.scheme === "basic")
    return [...basicFaults(request), ...(right === undefined ? [] : nearlyRightPasswords(request, right))];
  if (scheme.type !== "apiKey" || scheme.name === undefined) return [];
  const { in: place = "header", name } = scheme;
  return [
    ...keyFaults(request, place, name),
    ...(right === undefined ? [] : nearlyRightKeys(request, place, name, right, others)),
  ];
}

const put = { query: inQuery, header: inHeader, cookie: inCookie } as const;

function nearlyRightKeys(
  request: RawRequest,
  place: keyof typeof put,
  name: string,
  right: string,
  others: readonly DocumentScheme[],
): readonly Faulty[] {
  const elsewhere = (["query", "header", "cookie"] as const).filter(
    (one) => one !== place && !others.some((other) => other.in === one && other.name === name),
  );
  return [
    ...(right.length > 1 ? [["the right key, cut short", put[place](request, name, right.slice(0, -1))] as const] : []),
    ["the right key and one character more", put[place](request, name, `${right}x`)],
    ...elsewhere.map(
      (one): Faulty => [`the right key in the ${one} and not in the ${place}`, put[one](request, name, right)],
    ),
    ...(headerOf(request, "authorization") === undefined && !others.some(isBearer)
      ? [["the right key as a bearer token", withHeader(request, "Authorization", `Bearer ${right}`)] as const]
      : []),
  ];
}

function nearlyRightPasswords(request: RawRequest, right: string): readonly Faulty[] {
  const user = right.slice(0, right.indexOf(":"));
  const basic = (text: string) => withHeader(request, "Authorization", `Basic ${base64(text)}`);
  return [
    ["the right user with a wrong password", basic(`${user}:specline-0000`)],
    ...(right.endsWith(":") ? [] : [["the right password, cut short", basic(right.slice(0, -1))] as const]),
    ["the right password and one character more", basic(`${right}x`)],
    ["the right password in Proxy-Authorization", withHeader(request, "Proxy-Authorization", `Basic ${base64(right)}`)],
  ];
}

const wrongKey = "specline-0000000000000000";

function keyFaults(request: RawRequest, place: keyof typeof put, name: string): readonly Faulty[] {
  const texts: readonly (readonly [name: string, text: string])[] = [
    ["a wrong key", wrongKey],
    ["an empty key", ""],
    ["a blank", " "],
    ["undefined", "undefined"],
    ["3,000 characters", "a".repeat(3_000)],
    ["SQL in place of a key", "' OR '1'='1"],
    ["an object query in place of a key", '{"$ne":null}'],
  ];
  const right = place;
  const elsewhere = (["query", "header", "cookie"] as const).filter((one) => one !== right);
  return [
    ["none", request],
    ...texts.map(
      ([fault, text]): Faulty => [
        fault,
        put[right](request, name, right === "cookie" ? encodeURIComponent(text) : text),
      ],
    ),
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
