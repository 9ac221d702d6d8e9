import type { JsonValue } from "../../model/json-value";
import type { Operation } from "../../model/operation";
import type { Schema } from "../../model/schema";
import { accepts } from "./accepts";
import { makeValue, type ValueContext } from "./make-value";
import { ownRow, type PathKey } from "./own-row";
import type { Body } from "./plan";
import { collectionNamed, familyOf, hintsFor, type Planning } from "./planning";
import { isJson, plainName } from "./response-shape";
import { sampleOf } from "./sample-of";
import { isMade, type Made, type Reference, type Value } from "./value";

export interface BodyRequest {
  readonly operation: Operation;
  readonly purpose: ValueContext["purpose"];
  /** Decides whether a referenced row may be shared, or that there is none. */
  readonly bindReference: (collection: string, property: string) => Reference | undefined;
  /** Of the path. */
  readonly keys: readonly PathKey[];
}

/** The body of a call: JSON where it is possible, else a form or text; none when it is optional and none of these. */
export function planBody(planning: Planning, request: BodyRequest): Made<Body | undefined> {
  const { requestBody } = request.operation;
  if (requestBody === undefined || requestBody.content.length === 0) return { made: undefined };
  const json = requestBody.content.find(({ type }) => isJson(type));
  const form = requestBody.content.find(({ type }) => type.startsWith("application/x-www-form-urlencoded"));
  const text = requestBody.content.find(({ type }) => type.startsWith("text/plain"));
  const chosen = json ?? form ?? text;
  if (chosen === undefined) {
    if (!requestBody.required) return { made: undefined };
    return { reason: `its body is ${requestBody.content[0]?.type}` };
  }
  const encoding = chosen === json ? "json" : chosen === form ? "form" : "text";
  const mediaType = encoding === "json" && /[*]/.test(chosen.type) ? "application/json" : chosen.type;
  if (encoding === "text") {
    const text = chosen.examples?.find((one) => typeof one === "string") ?? "text";
    return { made: { encoding, mediaType, value: { kind: "fixed", value: text } } };
  }
  const { itemParameter = "" } = familyOf(planning, request.operation) ?? {};
  const own = ownRow(planning, request.operation, request.keys);
  const value = makeAccepted(chosen.schema ?? { kind: "boolean", accepts: true, span: chosen.span }, chosen.examples, {
    schemas: planning.schemas,
    hints: hintsFor(planning, request.operation),
    purpose: request.purpose,
    own,
    referenceOf: (property) => {
      // What is called as the own key, at whatever depth, is no other row of the same collection.
      if (plainName(property) === plainName(itemParameter)) return undefined;
      const collection = collectionNamed(planning, request.operation, property);
      return collection === undefined ? undefined : request.bindReference(collection, property);
    },
  });
  if (isMade(value)) {
    if (encoding === "form" && value.made.kind !== "object") return { reason: "its form is no object" };
    const fields = encoding === "form" && chosen.encoding !== undefined ? { fields: chosen.encoding } : {};
    return { made: { encoding, mediaType, value: value.made, ...fields } };
  }
  return requestBody.required ? { reason: `no body can be made: ${value.reason}` } : { made: undefined };
}

const extents = ["required", "all", "outermost"] as const;

/**
 * What a schema accepts as a whole, which its parts do not always make: `not`, conditions and dependencies speak of several
 * properties at once.
 */
function makeAccepted(schema: Schema, examples: readonly JsonValue[] = [], context: ValueContext): Made<Value> {
  const attempts: readonly Partial<ValueContext>[] = [
    ...(examples.length > 0 ? [{ followsExample: true }] : []),
    ...[0, 1, 2, 3].flatMap((branch) => [{ branch }, ...extents.map((extent) => ({ branch, extent }))]),
  ];
  let reason: string | undefined;
  for (const attempt of attempts) {
    const value = makeValue(schema, "", { ...context, ...attempt }, examples);
    if (!isMade(value)) reason ??= value.reason;
    else if (accepts(schema, sampleOf(value.made), context.schemas) !== false) return value;
  }
  return { reason: reason ?? "what its schema says of several properties at once is not met by any that was tried" };
}
