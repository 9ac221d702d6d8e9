import type { Operation } from "../../model/operation";
import type { SecurityScheme, Service } from "../../model/service";

/** The alternatives of an operation's security that a request can meet, by names of schemes; one without names asks for nothing. */
export function usableAlternatives(operation: Operation, service: Service): readonly (readonly string[])[] {
  return operation.security
    .map((requirement) => requirement.map(({ scheme }) => scheme))
    .filter((names) => {
      const kinds = names.map((name) => (isBearer(service, name) ? "bearer" : schemeOf(service, name)?.kind));
      // A request has one header `Authorization`.
      return (
        !kinds.includes("other") && !kinds.includes(undefined) && !(kinds.includes("bearer") && kinds.includes("basic"))
      );
    });
}

/** Whether a bearer token satisfies the scheme; OAuth 2 and OpenID Connect end in one. */
export function isBearer(service: Service, name: string): boolean {
  const kind = schemeOf(service, name)?.kind;
  return kind === "bearer" || kind === "oauth2" || kind === "openIdConnect";
}

export function schemeOf(service: Service, name: string): SecurityScheme | undefined {
  return service.securitySchemes.find((one) => one.name === name);
}
