import type { Operation } from "../../model/operation";
import type { ColumnHint } from "./column-hints";
import { makeParameter } from "./make-parameter";
import { flatten } from "./merge-schema";
import type { QueryPair } from "./plan";
import type { Planning } from "./planning";
import { isMade, type Made } from "./value";

/** Headers by which a service knows a request again (`Idempotency-Key`): with the value of another it would be answered as that one was. */
const namesARequest = /^(x-)?(idempotency-?key|(request|correlation|transaction|message|client-?request)-?id|nonce)$/i;

/** What these say is told by an earlier reply only; `If-Match: *` is true of any version (RFC 9110 §13.1.1). */
const ofAVersion = /^if-(match|unmodified-since)$/i;

const unlikeAllOthers: ColumnHint = { isUnique: true, isEntangled: false, hasDefault: false };

/** Required headers only. `Accept`, `Content-Type` and `Authorization` are not parameters (OpenAPI 3.1 §4.8.12.1). */
export function planHeaders(planning: Planning, operation: Operation): Made<readonly QueryPair[]> {
  const required = operation.parameters.filter(
    (one) => one.in === "header" && one.required && !/^(accept|content-type|authorization)$/i.test(one.name),
  );
  const pairs: QueryPair[] = [];
  for (const parameter of required) {
    if (ofAVersion.test(parameter.name)) {
      const schema = flatten(parameter.schema, planning.schemas);
      if (!/^if-match$/i.test(parameter.name) || schema?.pattern !== undefined || schema?.enum !== undefined)
        return { reason: `the header \`${parameter.name}\` names a version of the row` };
      pairs.push({ name: parameter.name, value: { kind: "value", value: { kind: "fixed", value: "*" } } });
      continue;
    }
    const hints = new Map(namesARequest.test(parameter.name) ? [[parameter.name, unlikeAllOthers]] : []);
    const value = makeParameter(planning, parameter, hints);
    if (!isMade(value)) return { reason: `the header \`${parameter.name}\`: ${value.reason}` };
    if (value.made.kind === "object" || value.made.kind === "array")
      return { reason: `the header \`${parameter.name}\` is no single value` };
    pairs.push({ name: parameter.name, value: { kind: "value", value: value.made } });
  }
  return { made: pairs };
}
