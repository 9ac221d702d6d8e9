import type { Operation } from "../../model/operation";
import type { Service } from "../../model/service";

/** Why no load test can call an operation, whatever rows there are; `undefined`: it can. */
export function reasonNotToCall(operation: Operation, service: Service): string | undefined {
  const cookie = operation.parameters.find((one) => one.in === "cookie" && one.required);
  if (cookie !== undefined) return `it needs the cookie \`${cookie.name}\``;
  if (operation.security.length === 0) return undefined;
  const missing = operation.security.map((requirement) => requirement.find(({ scheme }) => !isBearer(service, scheme)));
  if (missing.includes(undefined)) return undefined;
  return `it needs the security scheme \`${missing[0]?.scheme}\`, and only bearer tokens are known`;
}

/** Whether a bearer token satisfies the scheme; OAuth 2 and OpenID Connect end in one. */
function isBearer(service: Service, name: string): boolean {
  const scheme = service.securitySchemes.find((one) => one.name === name);
  return scheme?.kind === "bearer" || scheme?.kind === "oauth2" || scheme?.kind === "openIdConnect";
}

export function isReading(operation: Operation): boolean {
  return operation.method === "get" || operation.method === "head" || operation.method === "options";
}
