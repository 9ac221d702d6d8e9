import type { JsonValue } from "../../report/json";
import type { ApiDocument, JsonSchema } from "./api-document";
import { flatten, typesOf } from "./flatten";

/** A small value of about the schema's form, to put beside another one. Whether it is valid is for the oracle to say. */
export function simplest(
  schema: JsonSchema | undefined,
  schemas: ApiDocument["components"]["schemas"],
  depth = 0,
): JsonValue {
  const flat = flatten(schema, schemas);
  if (flat.const !== undefined) return flat.const;
  if (Array.isArray(flat.enum)) return (flat.enum as readonly JsonValue[])[0] ?? null;
  if (flat.default !== undefined) return flat.default;
  const [type] = typesOf(flat);
  if (type === "object") {
    if (depth > 3) return {};
    const required = (flat.required as readonly string[] | undefined) ?? [];
    const properties = (flat.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
    return Object.fromEntries(required.map((name) => [name, simplest(properties[name], schemas, depth + 1)]));
  }
  if (type === "array") return [];
  if (type === "integer" || type === "number") return typeof flat.minimum === "number" ? flat.minimum : 1;
  if (type === "boolean") return true;
  return type === "null" ? null : "a".repeat(typeof flat.minLength === "number" ? Math.max(1, flat.minLength) : 1);
}
