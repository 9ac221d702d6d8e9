import type { JsonValue } from "../../report/json";
import type { ApiDocument, JsonSchema } from "./api-document";
import { resolve } from "./oracle";

export type Keywords = { readonly [keyword: string]: JsonValue };

/**
 * A schema's keywords with references followed and `allOf` put together, near enough to find faults to try: what the result
 * leaves out costs a case, never a false alarm, since the oracle judges by the whole schema.
 */
export function flatten(
  schema: JsonSchema | undefined,
  schemas: ApiDocument["components"]["schemas"],
  depth = 0,
): Keywords {
  const resolved = schema === undefined ? true : resolve(schema, schemas);
  if (typeof resolved === "boolean" || depth > 8) return {};
  const { allOf, ...own } = resolved;
  if (!Array.isArray(allOf)) return own;
  let merged: Keywords = own;
  for (const one of allOf as readonly JsonSchema[]) merged = joined(merged, flatten(one, schemas, depth + 1));
  return merged;
}

function joined(first: Keywords, second: Keywords): Keywords {
  const isBoth = Array.isArray(first.required) && Array.isArray(second.required);
  return {
    ...second,
    ...first,
    ...together("properties", first, second),
    ...(isBoth ? { required: [...new Set([...(first.required as string[]), ...(second.required as string[])])] } : {}),
  };
}

function together(name: string, a: Keywords, b: Keywords): Keywords {
  if (typeof a[name] !== "object" || typeof b[name] !== "object") return {};
  return { [name]: { ...(b[name] as Keywords), ...(a[name] as Keywords) } };
}

export function typesOf({ type, enum: values, properties, items, ...rest }: Keywords): readonly string[] {
  if (typeof type === "string") return [type];
  if (Array.isArray(type)) return type as readonly string[];
  if (Array.isArray(values)) return [...new Set(values.map(typeOf))];
  if (rest.const !== undefined) return [typeOf(rest.const)];
  if (properties !== undefined) return ["object"];
  return items === undefined ? [] : ["array"];
}

export function typeOf(value: JsonValue): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value;
}
