import type { JsonValue } from "../../model/json-value";
import type { Operation } from "../../model/operation";
import type { KeywordSchema } from "../../model/schema";
import { settle } from "./make-text";
import type { SchemaTable } from "./merge-schema";
import { textForPattern } from "./pattern-text";
import { flatProperties, type JsonPath, listedItem, successSchema } from "./response-shape";

/**
 * Where a reply has the address of the row itself, whose last segment is then its key: `uri`, `self`, `links.self` and the like, at the
 * top or in `data`. Only where a pattern or an example shows that it ends in the collection and a key.
 */
export function addressPath(operation: Operation, collection: string, schemas: SchemaTable): JsonPath | undefined {
  const root = successSchema(operation, schemas);
  if (root === undefined) return undefined;
  const own = findAddress(root, collection, schemas);
  if (own !== undefined) return own;
  const envelope = flatProperties(root, schemas).find(({ property }) => property.name === "data");
  const inner = envelope && findAddress(envelope.schema, collection, schemas);
  return inner === undefined ? undefined : ["data", ...inner];
}

/** The same for the items of a list, from the item on. */
export function listedAddressPath(
  operation: Operation,
  collection: string,
  schemas: SchemaTable,
): JsonPath | undefined {
  const item = listedItem(operation, schemas);
  return item === undefined ? undefined : findAddress(item, collection, schemas);
}

const names = /^(self|uri|url|self_?link|self_?url|resource_?uri|href)$/i;

function findAddress(schema: KeywordSchema, collection: string, schemas: SchemaTable): JsonPath | undefined {
  const properties = flatProperties(schema, schemas);
  const own = properties.find(({ property, schema: one }) => names.test(property.name) && isAddress(one, collection));
  if (own !== undefined) return [own.property.name];
  const links = properties.find(({ property }) => /^_?links$/.test(property.name));
  const self = links && flatProperties(links.schema, schemas).find(({ property }) => property.name === "self");
  if (links === undefined || self === undefined) return undefined;
  const path = [links.property.name, self.property.name];
  if (isAddress(self.schema, collection)) return path;
  const href = flatProperties(self.schema, schemas).find(({ property }) => property.name === "href");
  return href !== undefined && isAddress(href.schema, collection) ? [...path, "href"] : undefined;
}

function isAddress({ pattern, examples = [] }: KeywordSchema, collection: string): boolean {
  const made = pattern === undefined ? undefined : textForPattern(pattern, 0, 200);
  const shown: readonly JsonValue[] = [...examples, ...(made === undefined ? [] : [settle(made)])];
  return shown.length > 0 && shown.every((one) => typeof one === "string" && isOneOf(one, collection));
}

/** Whether an address ends in the collection and one segment more. */
function isOneOf(address: string, collection: string): boolean {
  const segments = (address.split(/[?#]/)[0] ?? "").split("/").filter((one) => one !== "");
  return segments.at(-2) === collection;
}
