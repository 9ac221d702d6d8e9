import type { KeywordSchema, Schema, SchemaName } from "../../model/schema";
import type { Service } from "../../model/service";

/** Names of the schemas that these refer to, directly or through others, in order of name. */
export function referencesOf(schemas: readonly Schema[], service: Service): SchemaName[] {
  const known = graphOf(service);
  const found = new Set<SchemaName>();
  const open = schemas.flatMap(directReferences);
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(known.get(name) ?? []));
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1));
}

const graphs = new WeakMap<Service, ReadonlyMap<SchemaName, readonly SchemaName[]>>();

/** What each schema refers to; walked once for each service, since every operation asks. */
function graphOf(service: Service): ReadonlyMap<SchemaName, readonly SchemaName[]> {
  const known = graphs.get(service);
  if (known !== undefined) return known;
  const graph = new Map(
    service.schemas.map(({ name, schema }) => [name, [...new Set(directReferences(schema))]] as const),
  );
  graphs.set(service, graph);
  return graph;
}

function directReferences(schema: Schema): SchemaName[] {
  if (schema.kind === "ref") return [schema.to];
  if (schema.kind === "boolean") return [];
  return childrenOf(schema).flatMap(directReferences);
}

/** Every schema that stands in another one. */
function childrenOf(schema: KeywordSchema): Schema[] {
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
