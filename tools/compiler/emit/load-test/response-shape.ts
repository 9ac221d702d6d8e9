import type { Operation, OperationResponse } from "../../model/operation";
import type { KeywordSchema, Property } from "../../model/schema";
import { flatten, type SchemaTable } from "./merge-schema";

/** Steps into a JSON document: names of properties. */
export type JsonPath = readonly string[];

/** Where the list is in a successful response, if it is one: the document itself, or one array in it. */
export function listPath(operation: Operation, schemas: SchemaTable): JsonPath | undefined {
  const root = successSchema(operation, schemas);
  return root === undefined ? undefined : findList(root, schemas, 0);
}

/** Where a property of the item is in a successful response: at the top, or inside an envelope such as `data`. */
export function itemPropertyPath(
  operation: Operation,
  names: readonly string[],
  schemas: SchemaTable,
): JsonPath | undefined {
  const root = successSchema(operation, schemas);
  return root === undefined ? undefined : findProperty(root, names, schemas, 0);
}

/** The same for the items of a list, from the item on. */
export function listedPropertyPath(
  operation: Operation,
  names: readonly string[],
  schemas: SchemaTable,
): JsonPath | undefined {
  const item = listedItem(operation, schemas);
  if (item === undefined) return undefined;
  if (item.properties === undefined && item.types?.some((type) => type === "string" || type === "integer")) return [];
  const name = propertyCalled(names, item);
  return name === undefined ? undefined : [name];
}

/** Where the token of the next page is: `nextCursor`, `next_page_token` and the like. */
export function nextPagePath(operation: Operation, schemas: SchemaTable): JsonPath | undefined {
  const root = successSchema(operation, schemas);
  if (root === undefined) return undefined;
  const search = (schema: KeywordSchema, depth: number): JsonPath | undefined => {
    for (const property of schema.properties ?? []) {
      const flat = flatten(property.schema, schemas);
      if (flat === undefined) continue;
      if (/^next_?(page_?)?(cursor|token)$/i.test(property.name) && flat.types?.includes("string"))
        return [property.name];
      const inner = depth < 2 && flat.types?.includes("object") ? search(flat, depth + 1) : undefined;
      if (inner !== undefined) return [property.name, ...inner];
    }
    return undefined;
  };
  return search(root, 0);
}

/** What a list is made of. */
export function listedItem(operation: Operation, schemas: SchemaTable): KeywordSchema | undefined {
  let schema = successSchema(operation, schemas);
  for (const name of listPath(operation, schemas) ?? []) {
    const property = schema?.properties?.find((one) => one.name === name);
    schema = property === undefined ? undefined : flatten(property.schema, schemas);
  }
  return schema?.items === undefined ? undefined : flatten(schema.items, schemas);
}

function findList(schema: KeywordSchema, schemas: SchemaTable, depth: number): JsonPath | undefined {
  if (schema.types?.includes("array")) return [];
  if (depth > 1) return undefined;
  const flat = flatProperties(schema, schemas);
  const arrays = flat.filter(({ schema: one }) => one.types?.includes("array"));
  const named = arrays.find(({ property }) => /^(data|items|results|values|records)$/i.test(property.name));
  // An item may hold one array too (an order its items): only what has no key of its own is a page.
  const chosen =
    named ?? (arrays.length === 1 && !flat.some(({ property }) => property.name === "id") ? arrays[0] : undefined);
  if (chosen !== undefined) return [chosen.property.name];
  const envelope = flat.find(({ property, schema: one }) => property.name === "data" && one.types?.includes("object"));
  const inner = envelope === undefined ? undefined : findList(envelope.schema, schemas, depth + 1);
  return inner === undefined ? undefined : ["data", ...inner];
}

function findProperty(
  schema: KeywordSchema,
  names: readonly string[],
  schemas: SchemaTable,
  depth: number,
): JsonPath | undefined {
  const name = propertyCalled(names, schema);
  if (name !== undefined) return [name];
  if (depth > 1) return undefined;
  for (const { property, schema: inner } of flatProperties(schema, schemas)) {
    if (!inner.types?.includes("object") || property.name === "meta") continue;
    const path = findProperty(inner, names, schemas, depth + 1);
    if (path !== undefined) return [property.name, ...path];
  }
  return undefined;
}

/** The first name that a property has, whatever its case and hyphens: `pet_id` is `petId`. */
function propertyCalled(names: readonly string[], schema: KeywordSchema): string | undefined {
  for (const name of names) {
    const found = schema.properties?.find((property) => plainName(property.name) === plainName(name));
    if (found !== undefined) return found.name;
  }
  return undefined;
}

export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

export function flatProperties(
  schema: KeywordSchema,
  schemas: SchemaTable,
): readonly { readonly property: Property; readonly schema: KeywordSchema }[] {
  return (schema.properties ?? []).flatMap((property) => {
    const flat = flatten(property.schema, schemas);
    return flat === undefined ? [] : [{ property, schema: flat }];
  });
}

/** What says that an operation worked. */
export function successResponse({ responses }: Operation): OperationResponse | undefined {
  return responses.find((one) => /^2/.test(one.status)) ?? responses.find(isDefault);
}

export function successSchema(operation: Operation, schemas: SchemaTable): KeywordSchema | undefined {
  const response = successResponse(operation);
  const json = response?.content.find(({ type }) => isJson(type));
  return json?.schema === undefined ? undefined : flatten(json.schema, schemas);
}

export function isJson(mediaType: string): boolean {
  return /^(application\/json|[\w.+-]+\/[\w.+-]+\+json|application\/\*|\*\/\*)\s*(;|$)/i.test(mediaType);
}

function isDefault(response: OperationResponse): boolean {
  return response.status === "default";
}
