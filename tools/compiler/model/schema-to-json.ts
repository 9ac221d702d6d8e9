import { byCodeUnit } from "./by-code-unit";
import type { JsonValue } from "./json-value";
import type { KeywordSchema, Property, Schema, SchemaName } from "./schema";

export interface SchemaPrinting {
  /** Whether titles, descriptions, examples and deprecation are printed; without them lists that are sets are sorted. */
  readonly withTexts: boolean;
  /** Applied to every schema before it is printed. */
  readonly prepare?: (schema: KeywordSchema) => KeywordSchema;
}

/** A schema as JSON Schema 2020-12, with references to `#/components/schemas/…`. */
export function schemaToJson(schema: Schema, printing: SchemaPrinting): JsonValue {
  switch (schema.kind) {
    case "boolean":
      return schema.accepts;
    case "ref":
      return { $ref: referenceTo(schema.to) };
    case "keywords":
      return keywordsToJson(printing.prepare?.(schema) ?? schema, printing);
    default:
      return schema satisfies never;
  }
}

function referenceTo(name: SchemaName): string {
  return `#/components/schemas/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function keywordsToJson(schema: KeywordSchema, printing: SchemaPrinting): JsonValue {
  const one = (value: Schema | undefined) => (value === undefined ? undefined : schemaToJson(value, printing));
  const list = (values: readonly Schema[] | undefined) => values?.map((value) => schemaToJson(value, printing));
  const map = (properties: readonly Property[] | undefined) =>
    properties && Object.fromEntries(properties.map((item) => [item.name, schemaToJson(item.schema, printing)]));
  const text = <Value extends JsonValue>(value: Value | undefined) => (printing.withTexts ? value : undefined);
  const set = <Value extends string>(values: readonly Value[] | undefined) =>
    printing.withTexts ? values : values && [...values].sort(byCodeUnit);
  const { dependentRequired } = schema;
  const types = set(schema.types);
  const json = {
    type: types?.length === 1 ? types[0] : types,
    title: text(schema.title),
    description: text(schema.description),
    enum: schema.enum,
    const: schema.const,
    default: schema.default,
    examples: text(schema.examples),
    deprecated: text(schema.deprecated),
    readOnly: schema.readOnly,
    writeOnly: schema.writeOnly,
    format: schema.format,
    minLength: schema.minLength,
    maxLength: schema.maxLength,
    pattern: schema.pattern,
    contentEncoding: schema.contentEncoding,
    contentMediaType: schema.contentMediaType,
    minimum: schema.minimum,
    maximum: schema.maximum,
    exclusiveMinimum: schema.exclusiveMinimum,
    exclusiveMaximum: schema.exclusiveMaximum,
    multipleOf: schema.multipleOf,
    items: one(schema.items),
    prefixItems: list(schema.prefixItems),
    contains: one(schema.contains),
    minContains: schema.minContains,
    maxContains: schema.maxContains,
    minItems: schema.minItems,
    maxItems: schema.maxItems,
    uniqueItems: schema.uniqueItems,
    unevaluatedItems: one(schema.unevaluatedItems),
    properties: map(schema.properties),
    required: set(schema.required),
    patternProperties: map(schema.patternProperties),
    additionalProperties: one(schema.additionalProperties),
    propertyNames: one(schema.propertyNames),
    minProperties: schema.minProperties,
    maxProperties: schema.maxProperties,
    dependentRequired:
      dependentRequired &&
      Object.fromEntries(dependentRequired.map(({ name, requires }) => [name, set(requires) ?? []])),
    dependentSchemas: map(schema.dependentSchemas),
    unevaluatedProperties: one(schema.unevaluatedProperties),
    allOf: list(schema.allOf),
    anyOf: list(schema.anyOf),
    oneOf: list(schema.oneOf),
    not: one(schema.not),
    if: one(schema.if),
    // biome-ignore lint/suspicious/noThenProperty: the keyword's name; the value is JSON and never awaited.
    then: one(schema.then),
    else: one(schema.else),
    discriminator: discriminatorToJson(schema),
  } satisfies Record<Exclude<keyof KeywordSchema, "kind" | "span" | "types"> | "type", JsonValue | undefined>;
  return withoutUndefined(json);
}

function discriminatorToJson({ discriminator }: KeywordSchema): JsonValue | undefined {
  if (discriminator === undefined) return undefined;
  const { propertyName, mapping } = discriminator;
  if (mapping.length === 0) return { propertyName };
  return { propertyName, mapping: Object.fromEntries(mapping.map(({ value, to }) => [value, referenceTo(to)])) };
}

export function withoutUndefined(value: Readonly<Record<string, JsonValue | undefined>>): JsonValue {
  const entries = Object.entries(value).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
