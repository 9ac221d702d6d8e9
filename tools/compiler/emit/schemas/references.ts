import type { KeywordSchema, Schema, SchemaName } from "../../model/schema";
import type { Service } from "../../model/service";

/** Names of the schemas that these refer to, directly or through others, in order of name. */
export function referencesOf(schemas: readonly Schema[], service: Service): SchemaName[] {
  const byName = new Map(service.schemas.map(({ name, schema }) => [name, schema]));
  const found = new Set<SchemaName>();
  const visit = (schema: Schema): void => {
    for (const name of directReferences(schema)) {
      if (found.has(name)) continue;
      found.add(name);
      const target = byName.get(name);
      if (target !== undefined) visit(target);
    }
  };
  for (const schema of schemas) visit(schema);
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

function directReferences(schema: Schema): SchemaName[] {
  if (schema.kind === "ref") return [schema.to];
  if (schema.kind === "boolean") return [];
  return childrenOf(schema).flatMap(directReferences);
}

/** Every schema that stands in another one. */
export function childrenOf(schema: KeywordSchema): Schema[] {
  const single = [
    schema.items,
    schema.contains,
    schema.unevaluatedItems,
    schema.additionalProperties,
    schema.propertyNames,
    schema.unevaluatedProperties,
    schema.not,
    schema.if,
    schema.then,
    schema.else,
  ].filter((one) => one !== undefined);
  const lists = [schema.prefixItems, schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) => list ?? []);
  const maps = [schema.properties, schema.patternProperties, schema.dependentSchemas].flatMap((map) => map ?? []);
  return [...single, ...lists, ...maps.map((property) => property.schema)];
}
