import { settle } from "../../../tools/compiler/emit/load-test/make-text";
import { textForPattern } from "../../../tools/compiler/emit/load-test/pattern-text";
import type { JsonValue } from "../../../tools/compiler/model/json-value";
import { byName, propertiesOf, resolved, type SchemasByName } from "../../../tools/compiler/model/properties-of";
import type { Schema } from "../../../tools/compiler/model/schema";
import type { Service } from "../../../tools/compiler/model/service";

/** A body for a schema: every property has a value, and each `count` has values of its own. */
export function makeBody(service: Service, name: string, count: number): Record<string, JsonValue> {
  const schemas = byName(service.schemas);
  const properties = propertiesOf(schemas.get(name), schemas);
  return Object.fromEntries(properties.map((one) => [one.name, makeValue(one.schema, schemas, count)]));
}

function makeValue(schema: Schema, schemas: SchemasByName, count: number): JsonValue {
  const target = resolved(schema, schemas);
  if (target === undefined) return { any: [count, null] };
  const [type] = target.types ?? [];
  const values = target.enum?.filter((one) => one !== null) ?? [];
  if (values.length > 0) return values[count % values.length] as JsonValue;
  switch (type) {
    case "integer":
      return Math.min(Math.max(count, target.minimum ?? count), target.maximum ?? count);
    case "number":
      return count + 0.5;
    case "boolean":
      return count % 2 === 0;
    case "array":
      return [inArray(makeValue(target.items as Schema, schemas, count))];
    case "string":
      return makeText(target, count);
    default:
      return { any: [count, null] };
  }
}

/** PostgreSQL writes UTC in another way there. */
function inArray(value: JsonValue): JsonValue {
  return typeof value === "string" ? value.replace(/^(\d{4}-.*)Z$/, "$1+00:00") : value;
}

function makeText(schema: NonNullable<ReturnType<typeof resolved>>, count: number): string {
  const { format, pattern, minLength = 0, maxLength = 200, description = "" } = schema;
  if (format === "uuid") return `00000000-0000-4000-8000-${String(count).padStart(12, "0")}`;
  if (format === "date") return `2026-02-${String((count % 27) + 1).padStart(2, "0")}`;
  if (format === "date-time") return `2026-02-03T04:05:06.${String(100001 + count * 10)}Z`;
  if (format === "int64") return String(9007199254740993n + BigInt(count));
  if (format === "decimal") return decimal(pattern ?? "", count);
  if (schema.contentEncoding === "base64") return Buffer.from(`${count}\0ÿ`).toString("base64");
  if (pattern?.includes("2[0-4]")) return `04:05:06${pattern.includes("+-") ? "+00" : ""}`;
  if (pattern !== undefined) return settle(textForPattern(pattern, minLength, maxLength) ?? []);
  const foreign = foreignTexts.find(([name]) => description.includes(`of ${name} `))?.[1];
  if (foreign !== undefined) return foreign(count);
  return `${count}${"x".repeat(minLength)}`.slice(0, maxLength);
}

/** With all the digits that the column has, as PostgreSQL gives it back. */
function decimal(pattern: string, count: number): string {
  const scale = Number(/\\\.\[0-9\]\{1,(\d+)\}/.exec(pattern)?.[1] ?? 0);
  return scale === 0 ? String(count % 10) : `${count % 10}.${"5".padEnd(scale, "0")}`;
}

/** Types that have no form of their own in JSON, as PostgreSQL writes them. */
const foreignTexts: readonly (readonly [string, (count: number) => string])[] = [
  ["interval", () => "1 day 02:03:04"],
  ["int4range", (count) => `[${count * 10},${count * 10 + 5})`],
  ["inet", (count) => `192.0.2.${count % 250}`],
  ["point", (count) => `(${count},2)`],
  ["point3", (count) => `(${count},2,3)`],
  ["tsvector", (count) => `'a${count}':1`],
];
