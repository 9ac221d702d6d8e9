import type { Operation } from "../../model/operation";
import type { SecurityScheme, Service } from "../../model/service";
import { type Code, code, join, stringLiteral } from "../text";
import { keyVariables } from "./key-variables";
import { isBearer, schemeOf, usableAlternatives } from "./usable-alternatives";

/**
 * Where the keys of some operations come from and how they are sent, as plain JSON: `{ "admin": { "variable": "SPECLINE_KEY_ADMIN",
 * "in": "header", "name": "X-Key" } }`; `undefined`: none is sent.
 */
export function printKeys(operations: readonly Operation[], service: Service): Code | undefined {
  const used = new Set(operations.flatMap((operation) => usableAlternatives(operation, service).flat()));
  if (used.size === 0) return undefined;
  const variables = keyVariables(service.securitySchemes);
  const entries = [...used].sort().map((scheme) => {
    const fields = { variable: variables.get(scheme) ?? "", ...placeOf(service, scheme) };
    const printed = Object.entries(fields).map(([name, text]) => code`${stringLiteral(name)}: ${stringLiteral(text)}`);
    return code`${stringLiteral(scheme)}: { ${join(printed, ", ")} }`;
  });
  return code`{\n  ${join(entries, ",\n")}\n}`;
}

function placeOf(service: Service, name: string): Readonly<Record<string, string>> {
  const scheme: SecurityScheme | undefined = schemeOf(service, name);
  if (scheme?.kind === "apiKey") return { in: scheme.in, name: scheme.key };
  return { in: isBearer(service, name) ? "bearer" : "basic" };
}
