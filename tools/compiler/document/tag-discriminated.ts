import type { KeywordSchema, NamedSchema, Schema, SchemaName } from "../model/schema";

/**
 * Says with plain keywords what a discriminator of a `oneOf` or `anyOf` says: each alternative carries its tag. Only
 * for types: a switch over the tag then narrows in TypeScript.
 */
export function tagDiscriminated(schemas: readonly NamedSchema[]): readonly NamedSchema[] {
  const byName = new Map(schemas.map((one) => [one.name, one.schema]));
  return schemas.map(({ name, schema }) => ({ name, schema: tagged(schema, byName) }));
}

function tagged(schema: Schema, byName: ReadonlyMap<SchemaName, Schema>): Schema {
  if (schema.kind !== "keywords") return schema;
  const { discriminator, oneOf, anyOf } = schema;
  if (discriminator === undefined) return schema;
  const tag = (one: Schema) => withTag(one, discriminator, byName);
  return {
    ...schema,
    ...(oneOf !== undefined && { oneOf: oneOf.map(tag) }),
    ...(anyOf !== undefined && { anyOf: anyOf.map(tag) }),
  };
}

function withTag(
  alternative: Schema,
  { propertyName, mapping }: NonNullable<KeywordSchema["discriminator"]>,
  byName: ReadonlyMap<SchemaName, Schema>,
): Schema {
  if (alternative.kind !== "ref") return alternative;
  const mapped = mapping.filter(({ to }) => to === alternative.to).map(({ value }) => value);
  const values = mapped.length > 0 ? mapped : [alternative.to];
  // An alternative that names its tags itself is better left alone: both together could leave nothing.
  if (namesItsTag(alternative, propertyName, byName, new Set())) return alternative;
  const { span } = alternative;
  const property: Schema = { kind: "keywords", span, types: ["string"], enum: values };
  const only: Schema = {
    kind: "keywords",
    span,
    types: ["object"],
    required: [propertyName],
    properties: [{ name: propertyName, schema: property }],
  };
  return { kind: "keywords", span, allOf: [alternative, only] };
}

function namesItsTag(
  schema: Schema | undefined,
  propertyName: string,
  byName: ReadonlyMap<SchemaName, Schema>,
  seen: Set<SchemaName>,
): boolean {
  if (schema === undefined || schema.kind === "boolean") return false;
  if (schema.kind === "ref") {
    if (seen.has(schema.to)) return false;
    seen.add(schema.to);
    return namesItsTag(byName.get(schema.to), propertyName, byName, seen);
  }
  const property = schema.properties?.find((one) => one.name === propertyName)?.schema;
  if (property !== undefined && isFixed(property, byName, new Set())) return true;
  const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return parts.some((one) => namesItsTag(one, propertyName, byName, seen));
}

/** Whether a property allows listed values only. */
function isFixed(schema: Schema | undefined, byName: ReadonlyMap<SchemaName, Schema>, seen: Set<SchemaName>): boolean {
  if (schema === undefined || schema.kind === "boolean") return false;
  if (schema.kind === "keywords") return schema.enum !== undefined || schema.const !== undefined;
  if (seen.has(schema.to)) return false;
  seen.add(schema.to);
  return isFixed(byName.get(schema.to), byName, seen);
}
