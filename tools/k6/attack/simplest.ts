import type { JsonValue } from "../../report/json";
import type { ApiDocument, JsonSchema } from "./api-document";
import { flatten, type Keywords, typesOf } from "./flatten";
import { patternSample } from "./pattern-sample";

/** A small value of about the schema's form, to put beside another one. Whether it is valid is for the oracle to say. */
export function simplest(
  schema: JsonSchema | undefined,
  schemas: ApiDocument["components"]["schemas"],
  depth = 0,
  which: "required" | "all" = "required",
): JsonValue {
  const flat = flatten(schema, schemas);
  if (flat.const !== undefined) return flat.const;
  if (Array.isArray(flat.enum)) return (flat.enum as readonly JsonValue[])[0] ?? null;
  if (flat.default !== undefined) return flat.default;
  if (Array.isArray(flat.examples) && flat.examples[0] !== undefined) return flat.examples[0] as JsonValue;
  const [type] = typesOf(flat);
  if (type === "object") {
    if (depth > 3) return {};
    const required = (flat.required as readonly string[] | undefined) ?? [];
    const properties = (flat.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
    const names = which === "required" ? required : [...new Set([...required, ...Object.keys(properties)])];
    const sent = names.filter((name) => flatten(properties[name], schemas).readOnly !== true);
    return Object.fromEntries(sent.map((name) => [name, simplest(properties[name], schemas, depth + 1, which)]));
  }
  if (type === "array") {
    const count = typeof flat.minItems === "number" ? Math.min(flat.minItems, 100) : 0;
    return Array.from({ length: count }, () =>
      simplest(flat.items as JsonSchema | undefined, schemas, depth + 1, which),
    );
  }
  if (type === "integer" || type === "number") return leastNumber(flat, type);
  if (type === "boolean") return true;
  return type === "null" ? null : shortestText(flat);
}

function leastNumber({ minimum, exclusiveMinimum, maximum, multipleOf }: Keywords, type: string): number {
  if (typeof minimum === "number") return minimum;
  const step = typeof multipleOf === "number" ? multipleOf : type === "integer" ? 1 : 0.5;
  if (typeof exclusiveMinimum === "number") return exclusiveMinimum + step;
  return typeof maximum === "number" ? Math.min(maximum, step) : step;
}

const ofFormats: Readonly<Record<string, string>> = {
  uuid: "00000000-0000-4000-8000-000000000000",
  email: "specline@example.com",
  date: "2024-01-01",
  "date-time": "2024-01-01T00:00:00Z",
  time: "00:00:00Z",
  uri: "https://example.com/",
  hostname: "example.com",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
};

function shortestText({ format, minLength, pattern }: Keywords): string {
  const sample = typeof pattern === "string" ? patternSample(pattern) : undefined;
  if (sample !== undefined && sample.length >= (typeof minLength === "number" ? minLength : 1)) return sample;
  const known = typeof format === "string" && Object.hasOwn(ofFormats, format) ? ofFormats[format] : undefined;
  return known ?? "a".repeat(typeof minLength === "number" ? Math.max(1, minLength) : 1);
}
