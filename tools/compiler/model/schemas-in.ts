import type { Operation } from "./operation";
import type { KeywordSchema, NamedSchema, Schema, SchemaName } from "./schema";

/** The schemas directly inside of a schema. */
function partsOf(schema: KeywordSchema): readonly Schema[] {
  const { items, contains, unevaluatedItems, additionalProperties, propertyNames, unevaluatedProperties } = schema;
  const single = [items, contains, unevaluatedItems, additionalProperties, propertyNames, unevaluatedProperties];
  const conditional = [schema.not, schema.if, schema.then, schema.else];
  const lists = [schema.prefixItems, schema.allOf, schema.anyOf, schema.oneOf];
  const maps = [schema.properties, schema.patternProperties, schema.dependentSchemas];
  return [
    ...[...single, ...conditional].flatMap((one) => one ?? []),
    ...lists.flatMap((list) => list ?? []),
    ...maps.flatMap((map) => (map ?? []).map((property) => property.schema)),
  ];
}

/** A schema and every one inside of it. */
export function schemasIn(schema: Schema): readonly Schema[] {
  return schema.kind === "keywords" ? [schema, ...partsOf(schema).flatMap(schemasIn)] : [schema];
}

/** Names that a schema refers to anywhere inside, mappings of discriminators included. */
function namesIn(schema: Schema): readonly SchemaName[] {
  if (schema.kind === "boolean") return [];
  if (schema.kind === "ref") return [schema.to];
  return [...(schema.discriminator?.mapping ?? []).map(({ to }) => to), ...partsOf(schema).flatMap(namesIn)];
}

/** The schemas that an operation uses directly. */
export function schemasOf(operation: Operation): readonly Schema[] {
  const bodies = [operation.requestBody?.content ?? [], ...operation.responses.map((one) => one.content)].flat();
  return [
    ...operation.parameters.map((one) => one.schema),
    ...bodies.flatMap((one) => one.schema ?? []),
    ...operation.responses.flatMap((one) => one.headers.map((header) => header.schema)),
  ];
}

/** For some named schemas: a function from schemas to the named ones that they reach, in the same order. */
export function reachability(all: readonly NamedSchema[]): (from: readonly Schema[]) => readonly NamedSchema[] {
  const names = new Map(all.map((one) => [one.name, namesIn(one.schema)]));
  return (from) => {
    const reached = new Set<SchemaName>();
    const queue = from.flatMap(namesIn);
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      queue.push(...(names.get(name) ?? []));
    }
    return all.filter((one) => reached.has(one.name));
  };
}
