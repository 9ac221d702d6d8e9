import type { JsonValue } from "../../model/json-value";
import type { FieldEncoding } from "../../model/operation";
import type { QueryPair } from "./plan";
import type { Value } from "./value";

export interface PairStyle extends Pick<FieldEncoding, "style" | "explode"> {
  /** Objects are JSON texts: what a form does with those for which no style is given (OpenAPI 3.0.3, Encoding Object, `contentType`). */
  readonly isJson?: boolean;
}

/** As they stand in a URL: a space and a bar may not (RFC 3986 §2). */
const separators: Readonly<Record<string, string>> = { spaceDelimited: "%20", pipeDelimited: "%7C" };

/** A value as pairs of a query or a form (OpenAPI 3.1.1, Style Examples). What is null is left out. */
export function writePairs(name: string, given: Value, style: PairStyle): readonly QueryPair[] {
  const value = taken(given);
  if (value.kind === "fixed" && value.value === null) return [];
  if (style.style === "deepObject") return deepPairs(name, value);
  if (value.kind === "array") {
    const items = value.items.map(taken);
    if (style.explode) return items.flatMap((item) => partPairs(name, item));
    return [{ name, value: { kind: "joined", items, separator: separators[style.style] ?? "," } }];
  }
  if (value.kind !== "object") return [{ name, value: { kind: "value", value } }];
  if (style.isJson === true) return [{ name, value: { kind: "json", value } }];
  if (style.explode) return value.properties.flatMap((one) => partPairs(one.name, taken(one.value)));
  const items = value.properties.flatMap((one): Value[] => [{ kind: "fixed", value: one.name }, taken(one.value)]);
  return [{ name, value: { kind: "joined", items, separator: separators[style.style] ?? "," } }];
}

/** Of a list or an object, whose own parts have no style: they are JSON where they are no plain values. */
function partPairs(name: string, value: Value): readonly QueryPair[] {
  if (value.kind === "fixed" && value.value === null) return [];
  const isPlain = value.kind !== "array" && value.kind !== "object";
  return [{ name, value: isPlain ? { kind: "value", value } : { kind: "json", value } }];
}

/** `a[b][c]=1&a[d][0]=2`: how clients write what the style leaves open. */
function deepPairs(name: string, value: Value): readonly QueryPair[] {
  if (value.kind === "array") return value.items.flatMap((item, index) => deepPairs(`${name}[${index}]`, taken(item)));
  if (value.kind === "object")
    return value.properties.flatMap((one) => deepPairs(`${name}[${one.name}]`, taken(one.value)));
  return partPairs(name, value);
}

/** A fixed list or object taken apart. */
function taken(value: Value): Value {
  if (value.kind !== "fixed" || typeof value.value !== "object" || value.value === null) return value;
  const fixed = (inner: JsonValue): Value => ({ kind: "fixed", value: inner });
  if (Array.isArray(value.value)) return { kind: "array", items: value.value.map(fixed) };
  const properties = Object.entries(value.value).map(([name, inner]) => ({ name, value: fixed(inner) }));
  return { kind: "object", properties };
}
