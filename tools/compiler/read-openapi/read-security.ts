import type { SecurityRequirement } from "../model/operation";
import type { SecurityScheme } from "../model/service";
import { isKind, required, text } from "./expect";
import { kindOf, type Located } from "./located";
import type { Reading } from "./reading";
import { resolveFully } from "./resolve-reference";

/** A list of alternatives; `{}` among them makes authentication optional. Unknown names are reported. */
export function readSecurity(
  reading: Reading,
  at: Located,
  schemes: ReadonlyMap<string, SecurityScheme>,
): readonly SecurityRequirement[] {
  if (!isKind(reading, at, "security", "list")) return [];
  return at.items().map((alternative) =>
    alternative.entries().flatMap(([scheme, scopes]) => {
      if (!schemes.has(scheme)) {
        reading.report("openapi/unknown-security-scheme", scopes, { scheme });
        return [];
      }
      const names = scopes.items().flatMap((one) => (typeof one.value === "string" ? [one.value] : []));
      return [{ scheme, scopes: names }];
    }),
  );
}

/** The components' security schemes by name. */
export function readSecuritySchemes(reading: Reading, at: Located | undefined): ReadonlyMap<string, SecurityScheme> {
  const result = new Map<string, SecurityScheme>();
  for (const [name, item] of at?.entries() ?? []) {
    const place = resolveFully(reading, item);
    if (place === undefined || !isKind(reading, place, name, "object")) continue;
    const scheme = readScheme(reading, name, place, item);
    if (scheme !== undefined) result.set(name, scheme);
  }
  return result;
}

function readScheme(reading: Reading, name: string, place: Located, at: Located): SecurityScheme | undefined {
  const what = "this security scheme";
  const type = required(reading, place, "type", "text", what);
  if (type === undefined) return undefined;
  const { span } = at;
  switch (type.value) {
    case "http":
      return readHttpScheme(reading, name, place, at);
    case "apiKey": {
      const key = required(reading, place, "name", "text", what)?.value as string | undefined;
      const where = required(reading, place, "in", "text", what);
      const location = (["query", "header", "cookie"] as const).find((one) => one === where?.value);
      if (where !== undefined && location === undefined) {
        const expected = "`query`, `header` or `cookie`";
        reading.report("openapi/wrong-type", where, { field: "in", expected, found: kindOf(where.value) });
      }
      return key === undefined || location === undefined
        ? undefined
        : { kind: "apiKey", name, in: location, key, span };
    }
    case "oauth2":
      return { kind: "oauth2", name, span };
    case "openIdConnect":
      return { kind: "openIdConnect", name, url: text(reading, place, "openIdConnectUrl") ?? "", span };
    case "mutualTLS":
      return { kind: "other", name, scheme: "mutualTLS", span };
    default: {
      const expected = "`http`, `apiKey`, `oauth2`, `openIdConnect` or `mutualTLS`";
      reading.report("openapi/wrong-type", type, { field: "type", expected, found: kindOf(type.value) });
      return undefined;
    }
  }
}

function readHttpScheme(reading: Reading, name: string, place: Located, at: Located): SecurityScheme | undefined {
  const scheme = required(reading, place, "scheme", "text", "this security scheme");
  if (scheme === undefined) return undefined;
  const { span } = at;
  // RFC 9110 §11.1: names of schemes are compared without regard to case.
  const lower = (scheme.value as string).toLowerCase();
  if (lower === "basic") return { kind: "basic", name, span };
  if (lower !== "bearer") return { kind: "other", name, scheme: scheme.value as string, span };
  const bearerFormat = text(reading, place, "bearerFormat");
  return { kind: "bearer", name, ...(bearerFormat !== undefined && { bearerFormat }), span };
}
