import type { KeywordSchema } from "../../model/schema";

/**
 * An integer with the bounds that its `format` names: "signed 32 bits" and "signed 64 bits (a.k.a long)" (OpenAPI 3.0.3, Data
 * Types). Of 64 bits, JavaScript keeps 53: a larger number is refused, for it would become another one unseen. "Numbers that are
 * integers and are in the range [-(2**53)+1, (2**53)-1] are interoperable" (RFC 8259, 6).
 */
export function numberBounds(schema: KeywordSchema): KeywordSchema {
  const range = isInteger(schema) ? ranges.get(schema.format ?? "") : undefined;
  if (range === undefined) return schema;
  const [least, most] = range;
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity, exclusiveMaximum = Infinity } = schema;
  return {
    ...schema,
    ...(exclusiveMinimum < least && { minimum: Math.max(minimum, least) }),
    ...(exclusiveMaximum > most && { maximum: Math.min(maximum, most) }),
  };
}

function isInteger({ types = [], enum: values, const: only }: KeywordSchema): boolean {
  return types.includes("integer") && !types.includes("number") && values === undefined && only === undefined;
}

const ranges: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ["int32", [-(2 ** 31), 2 ** 31 - 1]],
  ["int64", [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
]);
