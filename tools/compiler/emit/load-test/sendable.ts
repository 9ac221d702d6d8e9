import type { Operation } from "../../model/operation";
import type { Service } from "../../model/service";
import { describeNeeds, needsOf } from "./key-needs";
import { keyVariables } from "./key-variables";
import { documentedStatuses } from "./success";
import { schemeOf, usableAlternatives } from "./usable-alternatives";

/**
 * Why no load test can call an operation, whatever rows there are; `undefined`: it can.
 *
 * @param hasKeys whether the user gives the keys that only the user has
 */
export function reasonNotToCall(operation: Operation, service: Service, hasKeys: boolean): string | undefined {
  const cookie = operation.parameters.find(
    (one) => one.in === "cookie" && one.required && !isKeyOf(operation, service, one.name),
  );
  if (cookie !== undefined) return `it needs the cookie \`${cookie.name}\``;
  if (!canSucceed(operation))
    return "none of its responses says that it worked: document a 2xx or 3xx one, or `default`";
  if (operation.security.length === 0) return undefined;
  if (usableAlternatives(operation, service).length === 0) return `it needs ${unusable(operation, service)}`;
  const needs = needsOf(operation, service);
  if (hasKeys || needs.length === 0) return undefined;
  return `it needs a key: set ${describeNeeds(needs, keyVariables(service.securitySchemes))}`;
}

/** "Documentation is expected to cover a successful operation response" (OpenAPI 3.1 §4.8.16); where there is no documentation, any success counts. */
function canSucceed(operation: Operation): boolean {
  const documented = documentedStatuses(operation);
  return operation.responses.length === 0 || documented.some(({ least }) => least < 400);
}

/** Whether a cookie is the operation's own API key, which some descriptions list as a parameter, too. */
function isKeyOf(operation: Operation, service: Service, cookie: string): boolean {
  return operation.security.flat().some(({ scheme }) => {
    const one = schemeOf(service, scheme);
    return one?.kind === "apiKey" && one.in === "cookie" && one.key === cookie;
  });
}

function unusable(operation: Operation, service: Service): string {
  const names = (operation.security[0] ?? []).map(({ scheme }) => scheme);
  const other = names.filter((name) => (schemeOf(service, name)?.kind ?? "other") === "other");
  const listed = (other.length > 0 ? other : names).map((name) => `\`${name}\``);
  return other.length > 0
    ? `the security scheme ${listed.join(", ")}, which load tests do not know`
    : `the security schemes ${listed.join(" and ")} at once, and a request has one header Authorization`;
}

export function isReading(operation: Operation): boolean {
  return operation.method === "get" || operation.method === "head" || operation.method === "options";
}
