import type { JsonValue } from "../../../tools/compiler/model/json-value";
import { propertiesOf, type SchemasByName } from "../../../tools/compiler/model/properties-of";
import type { KeywordSchema, Schema } from "../../../tools/compiler/model/schema";
import type { Random } from "./random";

const formats: Readonly<Record<string, string>> = {
  "date-time": "2024-02-29T12:30:00Z",
  date: "2024-02-29",
  time: "12:30:00Z",
  email: "a@example.com",
  uuid: "6f1c2d9e-4b7a-4c3d-8e5f-0a1b2c3d4e5f",
  uri: "https://example.com/a",
  url: "https://example.com/a",
  ipv4: "192.0.2.1",
  ipv6: "2001:db8::1",
  hostname: "example.com",
  byte: "AAECAw==",
};

/** A value that a schema probably accepts. Where it does not, the validators have to agree on that. */
export function makeValue(schema: Schema | undefined, schemas: SchemasByName, random: Random, depth = 0): JsonValue {
  if (schema === undefined || schema.kind === "boolean") return random.pick([null, true, 1, "a", [], {}] as const);
  if (schema.kind === "ref") return makeValue(schemas.get(schema.to), schemas, random, depth);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined && schema.enum.length > 0) return random.pick(schema.enum);
  const branches = schema.oneOf ?? schema.anyOf;
  if (branches !== undefined) {
    const branch = random.pick(branches);
    const value = makeValue(branch, schemas, random, depth + 1);
    const name = schema.discriminator?.propertyName;
    const tag = schema.discriminator?.mapping.find(({ to }) => branch.kind === "ref" && to === branch.to)?.value;
    const rest = schema.properties === undefined ? {} : makeObject(schema, schemas, random, depth);
    if (!isObject(value)) return value;
    return { ...rest, ...value, ...(name !== undefined && branch.kind === "ref" && { [name]: tag ?? branch.to }) };
  }
  const [only] = schema.allOf ?? [];
  const type = schema.types === undefined ? undefined : random.pick(schema.types);
  switch (type) {
    case "null":
      return null;
    case "boolean":
      return random.isLikely(0.5);
    case "integer":
    case "number":
      return makeNumber(schema, type, random);
    case "string":
      return makeText(schema, random);
    case "array": {
      const count = depth > 6 ? 0 : Math.min(schema.minItems ?? random.below(3), 5);
      return Array.from({ length: count }, () => makeValue(schema.items, schemas, random, depth + 1));
    }
    case "object":
      return makeObject(schema, schemas, random, depth);
    default:
      if (schema.properties === undefined && only !== undefined && propertiesOf(schema, schemas).length === 0)
        return makeValue(only, schemas, random, depth + 1);
      return makeObject(schema, schemas, random, depth);
  }
}

function makeObject(
  schema: KeywordSchema,
  schemas: SchemasByName,
  random: Random,
  depth: number,
): { readonly [key: string]: JsonValue } {
  const result: Record<string, JsonValue> = {};
  for (const { name, schema: one, isRequired } of propertiesOf(schema, schemas)) {
    if (isRequired || (depth < 4 && random.isLikely(0.4)))
      result[name] = depth > 8 ? null : makeValue(one, schemas, random, depth + 1);
  }
  if (schema.additionalProperties?.kind === "keywords" && random.isLikely(0.5))
    result["other name"] = makeValue(schema.additionalProperties, schemas, random, depth + 1);
  return result;
}

function makeNumber(schema: KeywordSchema, type: "integer" | "number", random: Random): number {
  const low = schema.minimum ?? (schema.exclusiveMinimum === undefined ? 0 : schema.exclusiveMinimum + 1);
  const high = schema.maximum ?? (schema.exclusiveMaximum === undefined ? low + 100 : schema.exclusiveMaximum - 1);
  const value = low + random.next() * (high - low);
  if (schema.multipleOf !== undefined) return Math.ceil(low / schema.multipleOf) * schema.multipleOf;
  return type === "integer" ? Math.round(value) : value;
}

function makeText(schema: KeywordSchema, random: Random): string {
  const known = schema.format === undefined ? undefined : formats[schema.format];
  if (known !== undefined) return known;
  const least = schema.minLength ?? 0;
  return "aé😀Z9-_ ".repeat(4 + least).slice(0, Math.min(Math.max(least, random.below(8)), schema.maxLength ?? 60));
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
