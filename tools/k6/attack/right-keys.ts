import type { ApiOperation, DocumentScheme } from "./api-document";
import { headerOf, type RawRequest, withHeader } from "./attack-case";

/** A key that the user gave for a security scheme. */
export interface RightKey {
  readonly scheme: string;
  /** Of the environment, that it came from. */
  readonly variable: string;
  readonly value: string;
}

type Security = NonNullable<ApiOperation["description"]["security"]>;
type Schemes = Readonly<Record<string, DocumentScheme>>;

/** A request with a key where its scheme wants it. */
export function withKey(request: RawRequest, scheme: DocumentScheme | undefined, value: string): RawRequest {
  if (scheme?.type !== "apiKey" || scheme.name === undefined) {
    const isBasic = scheme?.type === "http" && scheme.scheme === "basic";
    return withHeader(request, "Authorization", isBasic ? `Basic ${base64(value)}` : `Bearer ${value}`);
  }
  const bare = withoutKey(request, scheme);
  if (scheme.in === "query") return inQuery(bare, scheme.name, value);
  return scheme.in === "cookie" ? inCookie(bare, scheme.name, value) : inHeader(bare, scheme.name, value);
}

/** A request without whatever stands where a scheme wants its key. */
function withoutKey(request: RawRequest, scheme: DocumentScheme | undefined): RawRequest {
  if (scheme?.type !== "apiKey" || scheme.name === undefined) return withHeader(request, "Authorization", undefined);
  const { name } = scheme;
  if (scheme.in === "query") {
    const [start = "", query = ""] = request.target.split(/\?(.*)/s);
    const others = query.split("&").filter((pair) => pair !== "" && !pair.startsWith(`${encodeURIComponent(name)}=`));
    return { ...request, target: others.length === 0 ? start : `${start}?${others.join("&")}` };
  }
  if (scheme.in !== "cookie") return withHeader(request, name, undefined);
  const cookies = (headerOf(request, "cookie") ?? "").split(/; */);
  const others = cookies.filter((one) => one !== "" && !one.startsWith(`${name}=`));
  return withHeader(request, "Cookie", others.length === 0 ? undefined : others.join("; "));
}

/**
 * A request whose keys of some schemes are taken off. What it is besides stays only where every alternative asks for one of these: else
 * another one would open the operation.
 */
export function withoutKeysOf(
  request: RawRequest,
  security: Security,
  schemes: Schemes,
  isOf: (scheme: string) => boolean,
): RawRequest {
  const names = [...new Set(security.flatMap((one) => Object.keys(one)))];
  const isAlwaysAsked = security.every((one) => Object.keys(one).some(isOf));
  return names
    .filter((name) => isOf(name) || !isAlwaysAsked)
    .reduce((rest, name) => withoutKey(rest, schemes[name]), request);
}

export function inQuery(request: RawRequest, name: string, text: string): RawRequest {
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(text)}`;
  return { ...request, target: `${request.target}${request.target.includes("?") ? "&" : "?"}${pair}` };
}

/** Beside what is there. */
export function inHeader(request: RawRequest, name: string, text: string): RawRequest {
  return { ...request, headers: [...request.headers, [name, text]] };
}

/** As it is: servers do not agree on a way to decode cookies. */
export function inCookie(request: RawRequest, name: string, text: string): RawRequest {
  const others = headerOf(request, "cookie");
  const own = `${name}=${text}`;
  return withHeader(request, "Cookie", others === undefined ? own : `${others}; ${own}`);
}

export function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
