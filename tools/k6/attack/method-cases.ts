import type { ApiOperation } from "./api-document";
import { type AttackCase, refused, type Seed } from "./attack-case";

/**
 * A method that the path does not have. Without a body, and on a collection never one that empties it: should the service
 * have it all the same, it must not cost what the run did not make.
 */
export function methodCases(operation: ApiOperation, seed: Seed): readonly AttackCase[] {
  const isOfOne = /\}[^/]*$/.test(operation.path);
  const possible = isOfOne ? ["POST", "PATCH", "PUT"] : ["PATCH", "POST"];
  const method = possible.find((one) => !operation.methodsOfPath.includes(one));
  const isFirst = operation.methodsOfPath[0] === operation.method;
  if (method === undefined || !isFirst) return [];
  const headers = seed.request.headers.filter(([name]) => !/^content-/i.test(name));
  const { target } = seed.request;
  return [
    {
      operation: operation.id,
      class: "method",
      name: `method: ${method}, which the path does not have`,
      request: { method, target: target.replace(/\?.*$/s, ""), headers },
      expected: refused(405, 404),
    },
  ];
}
